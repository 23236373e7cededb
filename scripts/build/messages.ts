/**
 * Every message that the sandbox can send or journal, read off its sources: the texts and templates that stand where a
 * message is made. A slot of a template is shown by what fills it. `docs/messages.md` is made of them, and a test holds
 * what a running sandbox says against them.
 */
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import ts from 'typescript';

export type Role = 'meaning' | 'rule' | 'expected' | 'got' | 'description' | 'problem' | 'part';

export interface Message {
  readonly file: string;
  readonly role: Role;
  /** Slots stand in guillemets: `a use before ‹instant(end)›`. */
  readonly text: string;
  /** What fits it. */
  readonly pattern: RegExp;
}

/** Where messages are made. */
const ROOTS = ['mock/auth', 'mock/resources', 'mock/pipeline', 'mock/request', 'mock/server', 'mock/control'];
const FILES = ['mock/contract/failures.ts', 'mock/state/instant-texts.ts'];

/** Functions that make a refusal, and the place of the rule among their arguments. */
const RULE_AT: Readonly<Record<string, number>> = {
  refuse: 1,
  invalidGrant: 1,
  invalidScope: 1,
  invalidConsent: 1,
  otpRequired: 1,
  insufficient: 3,
  bad: 1,
  refused: 1,
  revoked: 1,
  answer: 1,
  invalidClient: 0,
  unproven: 0,
  invalid: 0,
};

const ROLES: Readonly<Record<string, Role>> = {
  meaning: 'meaning',
  rule: 'rule',
  problem: 'rule',
  expected: 'expected',
  got: 'got',
  description: 'description',
  detail: 'problem',
};

/**
 * What a person reads has several words, beside what is filled in; keys of the store, styles and media types are not
 * read.
 */
const isPhrase = (text: string): boolean => {
  const own = text.replaceAll(/‹[^›]*›/g, '‹›');
  return (
    /(?:[a-z]{2,}[,;:]?|›) (?:[a-z]{2,}|‹)/i.test(own) && !/\{ [\w-]+: |^[\w-]+\/[\w-]+;|^[\w-]+=|^\w+ \w+="/.test(own)
  );
};

/** A slot as the page shows it: what fills it, in short. */
function slotName(expression: ts.Expression, source: ts.SourceFile): string {
  const text = expression.getText(source).replaceAll(/\s+/g, ' ');
  const simple = /^(?:[\w$]+\.)*([\w$]+)$/.exec(text);
  const call = /^(?:[\w$]+\.)*([\w$]+)\(/.exec(text);
  return simple?.[1] ?? (call?.[1] === 'join' || call === null ? '…' : call[1]!);
}

type Text = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

const isText = (node: ts.Node): node is Text =>
  ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function shown(node: Text, source: ts.SourceFile): { readonly text: string; readonly pattern: RegExp } {
  if (!ts.isTemplateExpression(node)) return { text: node.text, pattern: new RegExp(`^${escaped(node.text)}$`, 'su') };
  let text = node.head.text;
  let pattern = escaped(node.head.text);
  for (const { expression, literal } of node.templateSpans) {
    text += `‹${slotName(expression, source)}›${literal.text}`;
    pattern += `.*${escaped(literal.text)}`;
  }
  return { text, pattern: new RegExp(`^${pattern}$`, 'su') };
}

/** What an expression may give: both branches of a choice, and what stands in parentheses. */
const isTransparent = (node: ts.Node): boolean =>
  ts.isConditionalExpression(node) || ts.isParenthesizedExpression(node) || ts.isBinaryExpression(node);

/** Inside errors of ours, which nobody is sent, in types and in imports there is no message. */
function isElsewhere(node: ts.Node): boolean {
  for (let at = node as ts.Node | undefined; at !== undefined; at = at.parent as ts.Node | undefined) {
    if (ts.isImportDeclaration(at) || ts.isTypeNode(at) || ts.isTaggedTemplateExpression(at)) return true;
    if (ts.isNewExpression(at) && /^(?:Error|ContractError|Map|Set|RegExp|URL|WeakMap)$/.test(at.expression.getText()))
      return true;
  }
  return false;
}

function roleOf(node: ts.Node): Role {
  let at = node;
  while (isTransparent(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAssignment(parent) && parent.initializer === at) return ROLES[parent.name.getText()] ?? 'part';
  if (ts.isVariableDeclaration(parent)) return ROLES[parent.name.getText()] ?? 'part';
  if (ts.isNewExpression(parent) && parent.expression.getText() === 'Problem') return 'problem';
  if (ts.isCallExpression(parent)) {
    const place = RULE_AT[parent.expression.getText()];
    if (place !== undefined) return parent.arguments.indexOf(at as ts.Expression) === place ? 'rule' : 'got';
  }
  return 'part';
}

export function messagesIn(file: string, text: string): readonly Message[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Message[] = [];
  const visit = (node: ts.Node): void => {
    if (isText(node) && !isElsewhere(node)) {
      const message = shown(node, source);
      if (isPhrase(message.text) && !/<\w+[ >]/.test(message.text))
        found.push({ file, role: roleOf(node), ...message });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

async function sourcesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? sourcesIn(path) : [path];
    }),
  );
  return nested
    .flat()
    .filter((path) => path.endsWith('.ts') && !basename(path).endsWith('.d.ts'))
    .sort();
}

/** In the order of their files. */
export async function messages(): Promise<readonly Message[]> {
  const files = [...(await Promise.all(ROOTS.map(sourcesIn))).flat(), ...FILES].sort();
  return (await Promise.all(files.map(async (file) => messagesIn(file, await readFile(file, 'utf8'))))).flat();
}

const TITLES: Readonly<Record<Role, string>> = {
  meaning: 'What a failure means (in the journal, in bodies that have room for it, and in bearer challenges)',
  rule: 'The rule (in the journal)',
  expected: 'What was expected (after “Expected”)',
  got: 'What the request had (after “got”)',
  description: 'For an OAuth client (`error_description`)',
  problem: 'Errors of the control plane (`detail`)',
  part: 'Parts of other messages, and texts of pages',
};

export async function messagesPage(): Promise<string> {
  const all = await messages();
  const lines = [
    '<!-- Generated from the sources by `npm run generate`. Do not edit. -->',
    '# Messages of the sandbox',
    '',
    'Every message that the sandbox can send or journal. A part in ‹guillemets› is filled in. An error body that',
    'has room for an explanation gives it as: meaning. “Expected …, got ….”',
  ];
  for (const role of Object.keys(TITLES) as Role[]) {
    const texts = [...new Set(all.filter((message) => message.role === role).map(({ text }) => text.trim()))];
    lines.push(
      '',
      `## ${TITLES[role]}`,
      '',
      ...texts.map((text) => `- ${text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/[*_<]/g, String.raw`\$&`)}`),
    );
  }
  return `${lines.join('\n')}\n`;
}
