/** Every message that the sandbox sends is one of the page's, and every one of the page reads well. */
import t from 'tap';
import { startSandbox } from '../../mock/index.ts';
import type { SandboxHandle } from '../../mock/index.ts';
import { at, METHODS } from '../../mock/contract/openapi-document.ts';
import { loadContract } from '../../mock/contract/load-contract.ts';
import { detailText, FAILURES } from '../../mock/contract/failures.ts';
import { messages, messagesIn } from '../build/messages.ts';

t.setTimeout(120_000);

const CONTRACTS = [
  'engagifii-revenue',
  'voucherify',
  'piaxis',
  'fortis',
  'mock/test/fixtures/lighthouse.yaml',
  'mock/test/fixtures/harbour.yaml',
  'mock/test/fixtures/semaphore.yaml',
  'mock/test/fixtures/lantern.yaml',
];

const all = await messages();
/** With too few words of its own a pattern would fit whatever is said. */
const telling = all.filter(({ text }) => text.replaceAll(/‹[^›]*›/g, '').replaceAll(/[^a-z]/gi, '').length >= 8);
const listed = (text: string): boolean => telling.some(({ pattern }) => pattern.test(text));

const REFUSED_HEADERS: readonly Readonly<Record<string, string>>[] = [
  {},
  { authorization: 'Bearer made-up' },
  { authorization: 'Basic bm9ib2R5Om5vdGhpbmc=' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.', 'tenant-code': 'nobody', 'api-version': '9' },
];

/** The example key of each contract, with a body, a query and ids that do not fit. */
async function goodHeaders(sandbox: SandboxHandle, contract: string): Promise<Readonly<Record<string, string>>> {
  const { example } = await sandbox.credentials(contract);
  const headers = [...(example ?? '').matchAll(/-H '([^:']+): ([^']*)'/g)].map(
    ([, name, value]) => [name!.toLowerCase(), value!] as const,
  );
  return Object.fromEntries(headers.filter(([name]) => name !== 'content-type'));
}

/**
 * Asks every operation in every wrong way that needs no knowledge of it. @returns texts of answers that are told as
 * details
 */
async function provoke(sandbox: SandboxHandle, argument: string): Promise<readonly string[]> {
  const { name, document } = await loadContract(argument);
  const good = await goodHeaders(sandbox, name);
  const told: string[] = [];
  const ask = async (
    path: string,
    method: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
    type = 'application/json',
  ): Promise<void> => {
    const response = await fetch(sandbox.url(name) + path, {
      method,
      redirect: 'manual',
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type }) },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
    for (const pointer of ['/details', '/detail', '/error/details/reason']) {
      const value = at(json, pointer);
      if (typeof value === 'string' && response.status >= 400) told.push(value);
    }
    const location = response.headers.get('location');
    const description =
      location === null ? null : new URL(location, sandbox.url(name)).searchParams.get('error_description');
    if (description !== null) told.push(description);
  };
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      if (item[method] === undefined) continue;
      const place = path.replaceAll(/\{[^}]+\}/g, 'made-up');
      const verb = method.toUpperCase();
      const bodies =
        verb === 'GET' || verb === 'DELETE'
          ? [[undefined, undefined]]
          : ([
              ['{"', 'application/json'],
              ['{"made":"up"}', 'application/json'],
              ['a=1&a=2', 'application/x-www-form-urlencoded'],
              ['grant_type=authorization_code&code=x&refresh_token=x&token=x', 'application/x-www-form-urlencoded'],
              ['x', 'text/plain'],
            ] as const);
      await Promise.all(
        [...REFUSED_HEADERS, good].flatMap((headers) =>
          bodies.map(([body, type]) => ask(place, verb, headers, body, type)),
        ),
      );
      await ask(`${place}?page=made-up&page_size=-1&limit=x&client_id=nobody&response_type=x`, verb, good);
    }
  }
  await ask('/no/such/path', 'GET', good);
  await ask(Object.keys(document.paths ?? {})[0]!.replaceAll(/\{[^}]+\}/g, 'x'), 'PATCH', good);
  return told;
}

t.test('what is journalled and told is on the page', async (t) => {
  await using sandbox = await startSandbox({ contracts: CONTRACTS, seed: 'messages' });
  for (const { name } of await Promise.all(CONTRACTS.map((name) => loadContract(name)))) {
    const limits = Object.keys(
      (await loadContract(CONTRACTS.find((argument) => argument.includes(name))!)).document['x-rate-limits'] ?? {},
    );
    await sandbox.settings.change(name, {
      consent: 'headless',
      rate_limits: Object.fromEntries(limits.map((limit) => [limit, { limit: null, window_seconds: 60 }])),
    });
  }
  const told: string[] = [];
  for (const argument of CONTRACTS) told.push(...(await provoke(sandbox, argument)));
  const notes = sandbox.journal.list({ refused: true }).map(({ refusal }) => refusal!);
  const rules = [...new Set(notes.map(({ rule }) => rule))];
  t.ok(rules.length > 25, `${rules.length} rules were broken`);
  t.notOk(listed('the call should carry it'), 'not everything is listed');
  t.ok(told.length > 50, `${told.length} refusals were told in words`);
  // The journal keeps so many characters of a rule, and an ellipsis.
  t.strictSame(
    rules.filter((rule) => !listed(rule) && !rule.endsWith('…')),
    [],
    'rules that are not on the page',
  );
  const sentences = new Set(Object.values(FAILURES).map(({ meaning }) => meaning));
  // A contract's example may have words of its own, which are the provider's.
  const documents = JSON.stringify(
    (await Promise.all(CONTRACTS.map((name) => loadContract(name)))).map(({ document }) => document),
  );
  const isTold = (text: string): boolean =>
    listed(text) ||
    documents.includes(JSON.stringify(text)) ||
    [...sentences].some(
      (meaning) => text === meaning || text.startsWith(`${meaning} Expected `) || text.startsWith(`${meaning} Got `),
    );
  const garbled = /\.\.|: (?:none|another)\b|\b(\w+) \1\b|It must hold|undefined|\[object/;
  const violations = /^[\w./[\]{}-]+ (?:must|is) |^a body is required|^must /;
  t.strictSame(
    [...new Set(told)].filter((text) => garbled.test(text) || !(isTold(text) || violations.test(text))),
    [],
    'what was told and is not on the page, or reads badly',
  );
});

t.test('every message reads aloud', (t) => {
  for (const { role, text, file } of all) {
    const place = `${file}: ${text}`;
    if (/\b(\w{2,}) \1\b|It must hold|\.\.(?!\.)|\s$|^\s/.test(text) && role !== 'part') t.fail(`${place} is garbled`);
    if (role === 'rule' && !/\bmust\b|\bmay\b|works once/.test(text))
      t.fail(`${place} is no rule: it says what must hold`);
    if (role === 'rule' && /^[A-Z](?![A-Z])|\.$/.test(text))
      t.fail(`${place}: a rule is no sentence of its own, and starts small`);
    if ((role === 'meaning' || role === 'description') && !/^[A-Z‹a-z_].*\.$/.test(text))
      t.fail(`${place} is no sentence`);
    if (
      (role === 'expected' || role === 'got') &&
      /^[A-Z][a-z]+ [a-z]+ (?:is|must)\b|\.$|: (?:none|another)\b/.test(text)
    )
      t.fail(`${place}: stands after “Expected” or “got”, and is a noun with what belongs to it`);
  }
  for (const [failure, { meaning }] of Object.entries(FAILURES)) t.ok(listed(meaning), failure);
  t.equal(detailText('not_found', { expected: 'a live voucher' }), 'No record has this identifier.');
  t.equal(
    detailText('conflict', { expected: 'pending', got: 'paid' }),
    "The record's state does not allow this. Expected pending, got paid.",
  );
  t.equal(
    detailText('revoked_token', { got: 'a token that was revoked' }),
    'The token was revoked. Got a token that was revoked.',
  );
  t.end();
});

t.test('a message is found wherever it is made, and a slot takes anything', (t) => {
  const [rule, got, ...others] = messagesIn(
    'x.ts',
    "refuse('conflict', `${name} must be a good one`, pointer, { got: ok ? `one of ${name}` : 'x' }); throw new Error('never sent to anyone');",
  );
  t.match(rule, { role: 'rule', text: '‹name› must be a good one' });
  t.ok(rule?.pattern.test('name (or so) must be a good one'));
  t.notOk(rule?.pattern.test('name must be a bad one'));
  t.match(got, { role: 'got', text: 'one of ‹name›' });
  t.strictSame(others, []);
  t.end();
});
