import type { ComponentChildren } from 'preact';

/** A line of a `facts` list: what it is, and what it says. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
