/** Text of a contract: paragraphs, and names in backticks. */
import type { VNode } from 'preact';

/** A line: what stands between backticks is code. */
export function Words({ text }: { readonly text: string }): VNode {
  const parts = text.replaceAll(/\s+/g, ' ').split('`');
  return <>{parts.map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</>;
}

export function Prose({ text }: { readonly text: string }): VNode {
  return (
    <div class="prose">
      {text
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph, i) => (
          <p key={i}>
            <Words text={paragraph} />
          </p>
        ))}
    </div>
  );
}
