import { type Key, t } from '../../words/words';
import { useDesk } from '../../ui/hooks/desk';

interface Insert {
  insertReply: (text: string) => Promise<void>;
  insertMacro: (id: number) => Promise<void>;
  /** Make the composer a public reply, unless something is written there, and say where to go on. */
  reply: () => Promise<void>;
}

/** Put something into the agent's draft and say so in Zendesk's own manner. */
export function useInsert(): Insert {
  const { host } = useDesk();

  async function told(inserting: Promise<unknown>, done: Key = 'draft.inserted'): Promise<void> {
    try {
      const landed = await inserting;
      host.notify(t(landed === 'internalNote' ? 'draft.into_note' : done), 'notice');
    } catch {
      host.notify(t('draft.failed'), 'error');
    }
  }

  return {
    insertReply: text => told(host.insertReply(text)),
    reply: () => told(host.insertReply(''), 'draft.reply_here'),
    insertMacro: id => told(host.insertMacro(id)),
  };
}
