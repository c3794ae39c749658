import { fireEvent, screen } from '@testing-library/preact';
import { expect, test } from 'vitest';
import { accessible, open } from './desk';
import { starIssue } from './world/issues';
import { panel } from './world/panel';

const starred = () =>
  panel(p => Object.assign(p.star, { state: 'acknowledged', issues: [starIssue({ state: 'acknowledged' })] }));

test('a suggestion fills the name in, says why, and assigns nobody', async () => {
  const { server, started } = await open({ panel: starred() });
  server.suggestions = {
    suggestions: [{ username: 'priya', name: 'Priya', because: ['knows Geo', 'not on call'], skilled: true }],
  };
  fireEvent.click(screen.getByRole('button', { name: 'Assign an engineer…' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Priya @priya' }));
  expect(screen.getByText('knows Geo, not on call')).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('GitLab username').value).toBe('priya');
  expect(started).toEqual([]);
  await accessible();
});

test('a question to the engineers is sent once it has words', async () => {
  const { started } = await open({ panel: starred() });
  fireEvent.click(screen.getByRole('button', { name: 'Ask in Slack' }));
  fireEvent.input(screen.getByLabelText('Question to the engineers'), { target: { value: ' Who knows Geo? ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Begin thread' }));
  await screen.findAllByRole('button', { name: 'Ask in Slack' });
  expect(started).toMatchObject([{ kind: 'move_discussion', body: { text: 'Who knows Geo?' } }]);
});
