import type { Panel } from '../api/types';
import { Link } from '../ui/Link';

interface CardLinksProps {
  links: Panel['links'];
  card: Panel['links'][number]['card'];
}

/** The pages that the process leans on, on the card where they are needed. */
export function CardLinks({ links, card }: CardLinksProps) {
  const here = links.filter(link => link.card === card);
  if (here.length === 0) return null;
  return (
    <ul class="bullets small">
      {here.map(({ title, url }) => (
        <li key={url}>
          <Link href={url}>{title}</Link>
        </li>
      ))}
    </ul>
  );
}
