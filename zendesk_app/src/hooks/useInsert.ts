import { t } from '../words/words';
import { useDesk } from './desk';

interface Insert {
  insertText: (text: string) => Promise<void>;
  insertMacro: (id: number) => Promise<void>;
}

/** Put something into the agent's draft and say so in Zendesk's own manner. */
export function useInsert(): Insert {
  const { host } = useDesk();

  async function told(inserting: Promise<void>): Promise<void> {
    try {
      await inserting;
      host.notify(t('draft.inserted'), 'notice');
    } catch {
      host.notify(t('draft.failed'), 'error');
    }
  }

  return {
    insertText: text => told(host.insertText(text)),
    insertMacro: id => told(host.insertMacro(id)),
  };
}
