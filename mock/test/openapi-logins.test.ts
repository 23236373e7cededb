/** Documents whose people sign in by an operation of the document's own, and what refusals say where none is shown. */
import t from 'tap';
import { serve, verified } from './openapi-contract.ts';
import type { Served } from './openapi-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const object = (properties: Json, required: readonly string[] = Object.keys(properties)): Json => ({
  type: 'object',
  required,
  properties,
});
const text = (more: Json = {}): Json => ({ type: 'string', ...more });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const ERROR = object({ error: text(), message: text() }, ['error']);

interface Shape {
  readonly path?: string;
  readonly login?: Json;
  readonly body?: Json;
  readonly token?: Json;
  readonly scheme?: Json;
  readonly error?: Json;
  readonly security?: readonly Json[];
}

/** A shop: a log-in, and one list that asks for what it gives. */
function shop({
  path = '/auth/login',
  login = {},
  body = object({ email: text({ format: 'email' }), password: text({ format: 'password', minLength: 8 }) }),
  token = object({ token: text(), token_type: text(), expires_in: { type: 'integer' } }, ['token']),
  scheme = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  error = ERROR,
  security = [],
}: Shape = {}): string {
  const refused = { description: 'Refused.', ...json(error) };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Shop', version: '1' },
    security: [{ access: [] }],
    paths: {
      [path]: {
        post: {
          security,
          requestBody: { required: true, ...json(body) },
          responses: { '200': { description: 'Signed in.', ...json(token) }, '401': refused },
          ...login,
        },
      },
      '/books': {
        get: {
          responses: {
            '200': { description: 'Books.', ...json({ type: 'array', items: object({ title: text() }) }) },
            '401': refused,
          },
        },
      },
    },
    components: { securitySchemes: { access: scheme } },
  });
}

const LOGIN = { email: 'alice@acme.example', password: 'password_sandbox_alice' };

const signIn = ({ bare }: Served, path = '/auth/login', fields: Json = LOGIN): ReturnType<Served['bare']> =>
  bare(path, { method: 'POST', json: fields });

t.test('a log-in gives a token that the other operations take, and no other text is one', async (t) => {
  const served = await serve(t, shop());
  const { bare, sandbox } = served;
  const good = await signIn(served);
  t.match(good, { status: 200, body: { token: String, token_type: 'Bearer', expires_in: 3600 } });
  const { token } = good.body as { readonly token: string };
  const books = (headers: Record<string, string>): ReturnType<Served['bare']> => bare('/books', { headers });
  t.equal((await books({ authorization: `Bearer ${token}` })).status, 200);
  t.equal((await books({ authorization: `Bearer ${token}x` })).status, 401);
  t.equal((await books({})).status, 401);
  for (const wrong of [
    { ...LOGIN, password: 'password_sandbox_gus' },
    { ...LOGIN, email: 'nobody@acme.example' },
  ])
    t.equal((await signIn(served, '/auth/login', wrong)).status, 401, JSON.stringify(wrong));
  t.not(((await signIn(served)).body as { readonly token: string }).token, token, 'each has a token of its own');
  sandbox.clock.freeze();
  const late = (await signIn(served)).body as { readonly token: string };
  sandbox.clock.advance('59m59.999s');
  t.equal((await books({ authorization: `Bearer ${late.token}` })).status, 200, 'a millisecond before its end');
  sandbox.clock.advance('1ms');
  t.equal((await books({ authorization: `Bearer ${late.token}` })).status, 401, 'at its end, as expires_in said');
  await verified(t, served);
});

t.test('in the many forms that documents have', async (t) => {
  const forms: readonly (readonly [what: string, shape: Shape, fields: Json, at: readonly string[]])[] = [
    [
      'a name, and a token in camel case',
      {
        path: '/users/sign-in',
        body: object({ username: text(), passwd: text() }),
        token: object({ accessToken: text() }),
      },
      { username: 'alice', passwd: 'password_sandbox_alice' },
      ['accessToken'],
    ],
    [
      'everything within an object',
      {
        path: '/users/login',
        body: object({ user: object({ email: text(), password: text() }) }),
        token: object({ user: object({ email: text(), token: text() }) }),
      },
      { user: LOGIN },
      ['user', 'token'],
    ],
    [
      'security that was not taken off the log-in itself',
      { path: '/sessions', security: [{ access: [] }], token: object({ session_token: text() }) },
      LOGIN,
      ['session_token'],
    ],
    [
      'parts that stand elsewhere',
      {
        body: { allOf: [object({ email: text() }), object({ password: text() })] },
        token: { allOf: [object({ jwt: text() })] },
      },
      LOGIN,
      ['jwt'],
    ],
    [
      'a password with a pattern',
      { body: object({ login: text(), password: text({ pattern: '^[A-Z][a-zA-Z-]+\\d$', maxLength: 20 }) }) },
      { login: 'alice', password: 'Sandbox-alice-1' },
      ['token'],
    ],
  ];
  for (const [what, shape, fields, at] of forms) {
    const served = await serve(t, shop(shape));
    const { status, body } = await signIn(served, shape.path, fields);
    t.equal(status, 200, `${what}: ${JSON.stringify(body)}`);
    const token = at.reduce<unknown>((node, name) => (node as Json)[name], body);
    const books = await served.bare('/books', { headers: { authorization: `Bearer ${token as string}` } });
    t.equal(books.status, 200, what);
  }
});

t.test('a key in a header or a cookie may be what a log-in gives', async (t) => {
  for (const [place, headers] of [
    [{ in: 'header', name: 'X-Auth-Token' }, (token: string) => ({ 'x-auth-token': token })],
    [{ in: 'cookie', name: 'session' }, (token: string) => ({ cookie: `session=${token}` })],
  ] as const) {
    const served = await serve(t, shop({ scheme: { type: 'apiKey', ...place } }));
    const { token } = (await signIn(served)).body as { readonly token: string };
    t.equal((await served.bare('/books', { headers: headers(token) })).status, 200, place.in);
    t.equal((await served.bare('/books', { headers: headers('another') })).status, 401, place.in);
  }
});

t.test('what only looks like a log-in answers its example, as before', async (t) => {
  for (const [what, shape] of [
    ['registration', { path: '/auth/register' }],
    ['no password', { body: object({ email: text(), code: text() }) }],
    ['no token in the answer', { token: object({ ok: { type: 'boolean' } }) }],
    [
      'a password that nobody here can have',
      { body: object({ email: text(), password: text({ pattern: '^\\d{4}$' }) }) },
    ],
    ['a key that stands for itself', { scheme: { type: 'apiKey', in: 'header', name: 'X-Key' }, path: '/auth/login' }],
  ] as const) {
    const served = await serve(t, shop(shape));
    const told = await (await fetch(`${served.sandbox.control}/credentials/small`)).json();
    t.match(told, { presented: [{ kind: /^(token|api_key)$/ }] }, what);
  }
});

t.test('a refusal says in words what its status means, where the document shows none', async (t) => {
  const said = async (error: Json): Promise<unknown> => (await (await serve(t, shop({ error }))).bare('/books')).body;
  const sentence = 'The credentials are missing, or not valid.';
  t.strictSame(await said(ERROR), { error: 'unauthorized', message: sentence });
  t.strictSame(await said(object({ error: text() })), { error: sentence }, 'alone it is all there is to say');
  t.strictSame(
    await said(object({ errors: { type: 'array', minItems: 1, items: object({ code: text(), detail: text() }) } })),
    { errors: [{ code: 'unauthorized', detail: sentence }] },
  );
  t.strictSame(
    await said(object({ statusCode: { type: 'integer' }, message: text(), error: object({ title: text() }) })),
    { statusCode: 401, message: sentence, error: { title: 'Unauthorized' } },
  );
  const own = object({
    error: text({ enum: ['nope'] }),
    message: text({ example: 'Go away' }),
    hint: text({ maxLength: 3 }),
  });
  t.match(await said(own), { error: 'nope', message: 'Go away' }, 'the words that the document has stay');
  t.match(
    await said(object({ message: text({ maxLength: 5 }) })),
    { message: /^.{1,5}$/ },
    'a text that does not fit is left out',
  );
});

t.test('a key whose operations all name a record is shown in its place, on a path without braces', async (t) => {
  const record = { parameters: [{ name: 'id', in: 'path', required: true, schema: text({ format: 'uuid' }) }] };
  const { sandbox, bare } = await serve(
    t,
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Keys', version: '1' },
      security: [{ admin: [] }],
      paths: { '/books/{id}': { delete: { ...record, responses: { '204': { description: 'Gone.' } } } } },
      components: { securitySchemes: { admin: { type: 'apiKey', in: 'header', name: 'X-Admin-Key' } } },
    }),
  );
  const { example } = (await (await fetch(`${sandbox.control}/credentials/small`)).json()) as {
    readonly example: string;
  };
  const [, key, path] =
    /^curl -X DELETE -H 'X-Admin-Key: ([^']+)' http:\S+\/small(\/books\/[\da-f-]{36})$/.exec(example) ?? [];
  t.ok(key, example);
  t.equal((await bare(path ?? '', { method: 'DELETE', headers: { 'x-admin-key': key ?? '' } })).status, 204);
  t.equal((await bare(path ?? '', { method: 'DELETE' })).status, 401);
});
