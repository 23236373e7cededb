/** Text of a contract, which is Markdown. */
import type { VNode } from 'preact';
import { readBlocks, readSpans } from './markdown.ts';
import type { Block, Span } from './markdown.ts';

function Piece({ span }: { readonly span: Span }): VNode {
  if (span.kind === 'link')
    return (
      <a href={span.url} rel="noreferrer" target="_blank">
        <Words text={span.text} />
      </a>
    );
  if (span.kind === 'code') return <code>{span.text}</code>;
  if (span.kind === 'strong')
    return (
      <b>
        <Words text={span.text} />
      </b>
    );
  return <>{span.text}</>;
}

/** What stands in one line. */
export function Words({ text }: { readonly text: string }): VNode {
  return (
    <>
      {readSpans(text).map((span, i) => (
        <Piece key={i} span={span} />
      ))}
    </>
  );
}

function Table({ head, rows }: Extract<Block, { kind: 'table' }>): VNode {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Table of the description">
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (
              <th key={i} scope="col">
                <Words text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, i) => (
            <tr key={i}>
              {cells.map((cell, j) => (
                <td key={j}>
                  <Words text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Paragraph({ block }: { readonly block: Block }): VNode {
  if (block.kind === 'table') return <Table {...block} />;
  if (block.kind === 'code')
    return (
      <pre tabIndex={0} role="group" aria-label="Code of the description">
        <code>{block.text}</code>
      </pre>
    );
  if (block.kind === 'list') {
    const List = block.isNumbered ? 'ol' : 'ul';
    return (
      <List>
        {block.items.map((inner, i) => (
          <li key={i}>
            <Blocks blocks={inner} />
          </li>
        ))}
      </List>
    );
  }
  return (
    <p>
      {block.isHeading ? (
        <b>
          <Words text={block.text} />
        </b>
      ) : (
        <Words text={block.text} />
      )}
    </p>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }): VNode {
  return (
    <>
      {blocks.map((block, i) => (
        <Paragraph key={i} block={block} />
      ))}
    </>
  );
}

/** Paragraphs, lists, tables. */
export function Prose({ text }: { readonly text: string }): VNode {
  return (
    <div class="prose">
      <Blocks blocks={readBlocks(text)} />
    </div>
  );
}
