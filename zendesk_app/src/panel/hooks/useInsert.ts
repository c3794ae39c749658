import { t } from '../../words/words';
import { useDesk } from '../../ui/hooks/desk';

interface Insert {
  insertReply: (text: string) => Promise<void>;
  insertMacro: (id: number) => Promise<void>;
}

/** Put something into the agent's draft and say so in Zendesk's own manner. */
export function useInsert(): Insert {
  const { host } = useDesk();

  async function told(inserting: Promise<unknown>): Promise<void> {
    try {
      const landed = await inserting;
      host.notify(t(landed === 'internalNote' ? 'draft.into_note' : 'draft.inserted'), 'notice');
    } catch {
      host.notify(t('draft.failed'), 'error');
    }
  }

  return {
    insertReply: text => told(host.insertReply(text)),
    insertMacro: id => told(host.insertMacro(id)),
  };
}
