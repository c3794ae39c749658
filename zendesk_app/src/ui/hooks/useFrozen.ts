import { useRef } from 'preact/hooks';

/** Give `value` as it was before `frozen`, and as it is now once it no longer is. */
export function useFrozen<T>(value: T, frozen: boolean): T {
  const last = useRef(value);
  if (!frozen) last.current = value;
  return last.current;
}
