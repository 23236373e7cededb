/** A target file to start from: what the contract has, commented, with every credential by environment variable. */
import type { Credential, TokenIssueAction } from '../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { allChecks } from '../all-checks.ts';
import { assumedFamilies } from '../assumed.ts';
import { declaredScopes } from '../driver/scope-coverage.ts';

/** Path, from the package, of the schema that editors check a target file with. */
const SCHEMA = 'node_modules/tollgate/dist/conformance/target/target.schema.json';

/** @param contract as the file shall name it: a built-in name, or a path */
export function initialTarget(compiled: CompiledContract, contract: string): string {
  const env = (name: string): string => `\${${`${compiled.name}_${name}`.toUpperCase().replaceAll(/\W+/g, '_')}}`;
  const families = assumedFamilies(allChecks(compiled));
  const sections = [
    head(compiled, contract, env),
    endpoints(compiled),
    ...parameters(compiled),
    credentials(compiled, env),
    capabilities(compiled),
    safety(),
    ...(families.length === 0 ? [] : [assumed(families)]),
  ];
  return `${sections
    .flatMap((lines) => [...lines, ''])
    .join('\n')
    .trimEnd()}\n`;
}

/** More lines tell nobody more. */
const SHOWN_PARAMETERS = 5;

type Env = (name: string) => string;

const has = (compiled: CompiledContract, ...types: readonly string[]): boolean =>
  compiled.operations.some(({ action }) => types.includes(action.type));

function head(compiled: CompiledContract, contract: string, env: Env): string[] {
  const servers = (compiled.document.servers ?? []).map(({ url }) => `#   ${url}`);
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    `# A server to check against the contract of ${compiled.title}.`,
    '#   tollgate doctor --target <this file>   what is wrong with this file, before a run',
    '#   tollgate verify --target <this file>   the run',
    '# ${NAME} stands for an environment variable: nothing secret belongs in here.',
    '',
    `contract: ${/^[\w./-]+$/.test(contract) ? contract : JSON.stringify(contract)}`,
    '',
    "# What stands before the contract's paths.",
    ...(servers.length > 0
      ? ['# The contract names these; think twice before you check one that is in production:', ...servers]
      : []),
    `base_url: ${env('base_url')}`,
  ];
}

function endpoints({ operations, document }: CompiledContract): string[] {
  const apart = operations.flatMap(({ id, path }) => {
    const [server] = document.paths?.[path]?.servers ?? [];
    return server === undefined ? [] : [`#   ${id}: ${server.url}${path}`];
  });
  const example = operations.find(({ action }) => action.type === 'authorize') ?? operations[0];
  const shown =
    apart.length > 0 ? apart : [`#   ${example?.id ?? 'anOperation'}: https://auth.example.com${example?.path ?? '/'}`];
  return [
    "# Operations that stand elsewhere than below base_url, by the contract's operation ids.",
    ...(apart.length > 0 ? ['# The contract puts these on a host of their own:'] : []),
    '# endpoints:',
    ...shown,
  ];
}

/** Where a path has a value that no list of the server shows. */
function parameters({ operations }: CompiledContract): string[][] {
  const found = operations.flatMap(({ id, action, parameters: all }) =>
    'resource' in action ? [] : all.filter((one) => one.in === 'path').map(({ name }) => `#   ${id}.${name}: …`),
  );
  return found.length === 0
    ? []
    : [
        [
          '# Values that are there, for parameters that the suite cannot know: by name, or for one operation.',
          '# parameters:',
          ...found.slice(0, SHOWN_PARAMETERS),
        ],
      ];
}

/** What nobody's document says, and a user may hold the server to. */
function assumed(families: readonly string[]): string[] {
  return [
    '# Families of checks that it is held to though no document of the provider says so; these have such checks:',
    `# assume: [${families.join(', ')}]`,
  ];
}

function credentials(compiled: CompiledContract, env: Env): string[] {
  return [
    '# Who may call. The other lists name a tenant by its id; with a second one the checks of isolation are run too.',
    'credentials:',
    '  tenants:',
    `    - id: ${env('tenant')}`,
    `    # - id: ${env('tenant_2')}`,
    ...developers(compiled, env),
    ...clients(compiled, env),
    ...keys(compiled, env),
    ...users(compiled, env),
  ];
}

function developers(compiled: CompiledContract, env: Env): string[] {
  if (
    !compiled.operations.some(({ identifiers }) =>
      identifiers.some(({ identifier }) => identifier?.kind === 'developer'),
    )
  )
    return [];
  return [
    '  developers:',
    `    - id: ${env('developer')}`,
    ...(has(compiled, 'sso.enter')
      ? [`      encryption_key: ${env('encryption_key')} # 64 hex digits, for encrypted sign-on links`]
      : []),
  ];
}

/** Which kinds of client a contract's token endpoints know: name of its variables → grants. */
const CLIENT_KINDS = [
  ['service', ['client_credentials']],
  ['web', ['authorization_code', 'refresh_token']],
  ['partner', ['jwt_bearer']],
] as const;

function clients(compiled: CompiledContract, env: Env): string[] {
  const actions = compiled.operations.flatMap(({ action }) =>
    action.type === 'token.issue' && !action.client_authentication.includes('security') ? [action] : [],
  );
  const made = CLIENT_KINDS.flatMap(([kind, wanted]) => {
    const action = actions.find(({ grants }) => grants.includes(wanted[0]));
    return action
      ? client(
          compiled,
          env,
          kind,
          wanted.filter((grant) => actions.some(({ grants }) => grants.includes(grant))),
          action,
        )
      : [];
  });
  if (made.length === 0) return [];
  return [
    '  clients:',
    ...made,
    '    # A client of the second tenant, and one with fewer scopes, let more checks run.',
  ];
}

function client(
  compiled: CompiledContract,
  env: Env,
  kind: string,
  grants: readonly string[],
  { client_authentication: ways, credential }: TokenIssueAction,
): string[] {
  const isPublic = ways.every((way) => way === 'none');
  const scopes = declaredScopes(compiled.document, credential);
  return [
    `    - client_id: ${env(`${kind}_client_id`)}`,
    `      client_secret: ${isPublic ? 'null # a public client' : env(`${kind}_client_secret`)}`,
    `      tenant: ${env('tenant')}`,
    `      grants: [${grants.join(', ')}]`,
    `      scopes: [${scopes.map((scope) => JSON.stringify(scope)).join(', ')}] # those it may ask for`,
    ...(grants.includes('authorization_code')
      ? [`      redirect_uris: ["${env(`${kind}_redirect_uri`)}"] # exactly as registered`]
      : []),
    ...(ways.some((way) => way.endsWith('tls_client_auth'))
      ? [
          '      # certificate: { cert: client.pem, key: client.key } # what it connects with: PEM files, from this folder',
        ]
      : []),
    ...(grants.includes('jwt_bearer')
      ? [`      assertion_key: ${env(`${kind}_assertion_key`)} # private JWK, as JSON`]
      : []),
  ];
}

function keys(compiled: CompiledContract, env: Env): string[] {
  const made = [...compiled.credentials].flatMap(([name, credential]) =>
    credential.kind === 'token' || credential.kind === 'session' ? [] : key(name, credential, env),
  );
  return made.length === 0
    ? []
    : [
        '  keys:',
        ...made,
        '    # A blocked key (status: blocked), a deleted one (status: deleted), an old secret (status: replaced), one with a lesser role or fewer scopes, and one of the second tenant let more checks run.',
      ];
}

function key(name: string, credential: Credential, env: Env): string[] {
  const lone = credential.kind === 'api_key' || credential.kind === 'certificate';
  const roles = 'roles' in credential && credential.roles ? Object.keys(credential.roles) : [];
  return [
    `    - credential: ${name}${credential.title === undefined ? '' : ` # ${credential.title}`}`,
    `      id: ${lone ? `${name} # a label of your own` : env(`${name}_id`)}`,
    ...(credential.kind === 'certificate'
      ? [
          '      certificate: { cert: client.pem, key: client.key } # what it connects with: PEM files, from this folder',
          '      # expired_certificate: { cert: old.pem, key: old.key } # of the same authority, to see that it is refused',
        ]
      : [`      secret: ${env(`${name}_secret`)}`]),
    `      tenant: ${env('tenant')}`,
    ...(roles.length > 0
      ? [`      # role: ${roles[0]!} # or ${roles.slice(1).join(', ')}; without one it may do everything`]
      : []),
  ];
}

function users(compiled: CompiledContract, env: Env): string[] {
  const login = compiled.operations.flatMap(({ action }) =>
    action.type === 'session.open' ? Object.keys(action.login) : [],
  );
  // Who is sent a link has an address, and no password.
  const isSentLinks = compiled.operations.some(
    ({ action }) => action.type === 'link.request' && (action.user_field ?? 'username') === 'username',
  );
  if (login.length === 0 && !isSentLinks) return [];
  const fields = ['username', 'domain'].filter(
    (field) => login.includes(field) || (isSentLinks && field === 'username'),
  );
  return [
    '  users:',
    `    - id: ${env('user_id')}`,
    `      tenant: ${env('tenant')}`,
    ...fields.map((field) => `      ${field}: ${env(`user_${field}`)}`),
    ...(login.length === 0 ? [] : [`      password: ${env('user_password')}`]),
  ];
}

function capabilities(compiled: CompiledContract): string[] {
  return [
    '# What the suite can do beyond sending requests. What it cannot is reported as not run, never as passed.',
    'capabilities:',
    '  control: none # base URL of a Tollgate control plane (…/_tollgate), if it has one; the clock is moved there',
    ...(has(compiled, 'otp.request') || has(compiled, 'link.request')
      ? [
          ...(has(compiled, 'otp.request')
            ? [
                '  # How a one-time password is read: none, prompt, { fixed: "123456" } or',
                "  # { command: ./read-otp.sh }, which is told the password's id and receiver in $OTP_ID and $OTP_TO and prints the password (timeout: 60s).",
              ]
            : []),
          ...(has(compiled, 'link.request')
            ? [
                '  # How a link that signs in is read: none, prompt or',
                '  # { command: ./read-link.sh }, which is told whom it was sent to in $OTP_TO and prints the newest link, or its token (timeout: 60s).',
              ]
            : []),
          '  otp: none',
        ]
      : []),
    ...(has(compiled, 'authorize')
      ? [
          '  # How consent is given: none, headless (nobody is asked), form (its page is filled in), prompt, or',
          '  # { command: ./consent.sh }, which is told the authorization request in $AUTHORIZE_URL and prints where the browser is sent (timeout: 60s).',
          '  consent: none',
        ]
      : []),
  ];
}

function safety(): string[] {
  return [
    '# What the suite may do. Retry-After is always honoured.',
    'safety:',
    '  max_requests: 2000',
    '  exhaust_rate_limits: false # true uses quotas up, to see what happens',
    '  destructive: false # true changes and deletes what is there',
    '  renew_keys: false # true replaces secrets of keys through the API, and sets them back after each check',
    '  load_allowed: false # true lets "tollgate load" load it, although it is not this machine',
    '  pace: 100ms # least time between two requests, but for those that are to race',
    '  longest_wait: 3m # for quotas to come back and tokens to end; checks that would have to wait longer are not run',
    '',
    'timeout: 10s # for one request',
    '',
    '# tls:',
    '#   ca: ./ca.pem # trust this authority too',
    '#   insecure: true # take any certificate',
    '#   plain_http: http://api.example.com:8080/v1 # what base_url is over plain HTTP, where it is not port 80 beside 443: to be refused or redirected',
  ];
}
