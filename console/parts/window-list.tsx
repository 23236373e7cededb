/**
 * A list of any length of which only the rows in sight are there. One of them is chosen: with the pointer, or with the
 * arrow keys, Home, End, Page Up and Page Down.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Rows that are there above and below those in sight. */
const SPARE = 8;

export interface WindowListProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  /** Pixels. */
  readonly rowHeight: number;
  readonly idOf: (row: T) => number;
  readonly chosen: number | undefined;
  readonly choose: (row: T) => void;
  readonly row: (row: T) => ComponentChildren;
}

const optionId = (id: number): string => `row-${id}`;

export function WindowList<T>({ label, rows, rowHeight, idOf, chosen, choose, row }: WindowListProps<T>): VNode {
  const box = useRef<HTMLDivElement>(null);
  const sight = useSignal({ top: 0, height: 600 });
  const look = (): void => {
    const { scrollTop, clientHeight } = box.current!;
    sight.value = { top: scrollTop, height: clientHeight };
  };
  const top = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  // What is being read stays in its place when rows come in above it.
  const first = rows[0] === undefined ? undefined : idOf(rows[0]);
  useLayoutEffect(() => {
    const before = top.current;
    top.current = first;
    if (before === undefined || first === undefined || box.current!.scrollTop < rowHeight) return;
    const shift = rows.findIndex((one) => idOf(one) === before);
    if (shift > 0) box.current!.scrollTop += shift * rowHeight;
  }, [first]);
  const from = Math.max(0, Math.floor(sight.value.top / rowHeight) - SPARE);
  const to = Math.min(rows.length, Math.ceil((sight.value.top + sight.value.height) / rowHeight) + SPARE);
  const at = rows.findIndex((one) => idOf(one) === chosen);
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(sight.value.height / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, step));
    choose(rows[next]!);
    const list = box.current!;
    if (next * rowHeight < list.scrollTop) list.scrollTop = next * rowHeight;
    else if ((next + 1) * rowHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = (next + 1) * rowHeight - list.clientHeight;
  };
  const isInSight = at >= from && at < to;
  return (
    <div
      ref={box}
      class="window-list"
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={isInSight && chosen !== undefined ? optionId(chosen) : undefined}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
        {rows.slice(from, to).map((one, i) => {
          const id = idOf(one);
          return (
            <div
              key={id}
              id={optionId(id)}
              role="option"
              class="row"
              aria-selected={id === chosen}
              aria-setsize={rows.length}
              aria-posinset={from + i + 1}
              style={{ height: `${rowHeight}px`, transform: `translateY(${(from + i) * rowHeight}px)` }}
              onClick={() => choose(one)}
            >
              {row(one)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
