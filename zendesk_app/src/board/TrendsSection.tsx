import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { ApiFailure } from '../api/errors';
import { Button } from '../ui/Button';
import { Failure } from '../ui/Failure';
import type { BoardApi } from './api';
import { Section } from './Section';
import type { Trends } from './types';
import { b } from './words';

interface Loaded {
  trends: Trends;
  Charts: ComponentType<{ trends: Trends }>;
}

/** Charts of the past weeks; they and their library are loaded on the first click. */
export function TrendsSection({ api }: { api: BoardApi }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [loading, setLoading] = useState(false);

  async function load(): Promise<void> {
    setLoading(true);
    setFailure(null);
    try {
      const [trends, { Charts }] = await Promise.all([api.trends(), import('./trends/Charts')]);
      setLoaded({ trends, Charts });
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error : new ApiFailure('offline', ''));
    } finally {
      setLoading(false);
    }
  }

  return (
    <Section id="trends" title={b('trends.title')}>
      {failure && <Failure failure={failure} />}
      {loaded ? (
        <loaded.Charts trends={loaded.trends} />
      ) : (
        <Button busy={loading} onClick={() => void load()}>
          {b('trends.show')}
        </Button>
      )}
    </Section>
  );
}
