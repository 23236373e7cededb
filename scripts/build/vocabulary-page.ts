/** Renders the vocabulary's schema as a page for anyone who writes a contract: `specs/VOCABULARY.md`. */

interface Node {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly $ref?: string;
  readonly oneOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
}

interface Vocabulary {
  readonly description: string;
  readonly 'x-slots': Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly $defs: Readonly<Record<string, Node>>;
}

const SLOTS: Readonly<Record<string, string>> = {
  root: 'At the root of the document',
  'security-scheme': 'On a security scheme',
  parameter: 'On a parameter',
  operation: 'On an operation',
  response: 'On a response',
  example: 'On a response example',
  header: 'On a response header',
  schema: 'On a schema',
  anywhere: 'Anywhere',
};

const anchor = (name: string): string => name.toLowerCase();

const link = (reference: string): string => {
  const name = reference.split('/').at(-1)!;
  return `[${name}](#${anchor(name)})`;
};

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** What a value may be, in a few words. */
function kind(node: Node): string {
  if (node.$ref !== undefined) return link(node.$ref);
  if (node.enum) return node.enum.map(code).join(', ');
  if (node.const !== undefined) return code(node.const);
  if (node.oneOf) return node.oneOf.map(kind).join(' or ');
  if (node.items) return `list of ${kind(node.items)}`;
  if (typeof node.additionalProperties === 'object') return `map to ${kind(node.additionalProperties)}`;
  if (node.properties) return `object: ${Object.keys(node.properties).map(code).join(', ')}`;
  return node.type === undefined ? 'any' : [node.type].flat().join(' or ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function propertyRow([name, node]: readonly [string, Node], required: readonly string[]): string {
  const fallback = node.default === undefined ? '' : ` Default ${code(node.default)}.`;
  return `| ${code(name)}${required.includes(name) ? '' : ' (optional)'} | ${cell(kind(node))} | ${cell((node.description ?? '') + fallback)} |`;
}

function definition([name, node]: readonly [string, Node]): string {
  const lines = [`### ${name}`, '', ...(node.description ? [node.description, ''] : [])];
  const properties = Object.entries(node.properties ?? {}).filter(([key]) => !key.startsWith('x-'));
  if (properties.length > 0)
    lines.push(
      '| property | value | meaning |',
      '|---|---|---|',
      ...properties.map((entry) => propertyRow(entry, node.required ?? [])),
    );
  else lines.push(`Value: ${kind(node)}.${node.default === undefined ? '' : ` Default ${code(node.default)}.`}`);
  return lines.join('\n');
}

/** @param text of `vocabulary.schema.json` */
export function vocabularyPage(text: string): string {
  const vocabulary = JSON.parse(text) as Vocabulary;
  const slots = Object.entries(vocabulary['x-slots']).map(
    ([slot, keys]) =>
      `- **${SLOTS[slot] ?? slot}**: ${Object.entries(keys)
        .map(([key, name]) => `${code(key)} (${link(name)})`)
        .join(', ')}`,
  );
  return [
    '<!-- Generated from specs/vocabulary.schema.json by `npm run generate`. Do not edit. -->',
    '# The vocabulary',
    '',
    vocabulary.description,
    'How to write a contract with it is in [README.md](README.md).',
    '',
    ...slots,
    '',
    '## Values',
    '',
    Object.entries(vocabulary.$defs).map(definition).join('\n\n'),
    '',
  ].join('\n');
}
