/** What stands where there is nothing to show: not yet, nothing at all, or something went wrong. */
import type { ComponentChildren, VNode } from 'preact';
import type { Asked } from '../state/use-asked.ts';

/** @param whole whether it is all that there is of a place, which then has no other heading */
export function Empty({
  title,
  whole = false,
  children,
}: {
  readonly title: string;
  readonly whole?: boolean;
  readonly children?: ComponentChildren;
}): VNode {
  const Title = whole ? 'h1' : 'p';
  return (
    <div class="empty">
      <Title class="empty-title">{title}</Title>
      {children}
    </div>
  );
}

export function Fault({ text }: { readonly text: string }): VNode {
  return (
    <p class="fault" role="alert">
      {text}
    </p>
  );
}

/** Shows what was answered; until then, or where nothing was, a word about that. */
export function Await<T>({
  asked,
  children,
}: {
  readonly asked: Asked<T>;
  readonly children: (data: T) => ComponentChildren;
}): VNode {
  const { data, fault } = asked;
  return (
    <>
      {fault !== undefined && <Fault text={fault} />}
      {data === undefined ? fault === undefined && <p class="loading">Loading…</p> : children(data)}
    </>
  );
}
