/** Some people by name, or a word for nobody. */
export function People({ names, nobody }: { names: readonly string[]; nobody: string }) {
  return names.length > 0 ? <bdi>{names.join(', ')}</bdi> : <span class="subtle">{nobody}</span>;
}
