/**
 * Nothing of the vocabulary is there for nobody: each key and each value is used by a contract that is served and
 * tested.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse } from 'yaml';
import { builtInNames } from '../contract/built-in-contracts.ts';

interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

interface Vocabulary {
  readonly $id: string;
  readonly 'x-slots': Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** What no contract uses, and why it is there all the same. */
const UNUSED: Readonly<Record<string, string>> = {
  '#/$defs/AuthorizeAction/properties/pkce=required':
    'contracts ask for S256 where they ask for PKCE; a hardened variant of one asks for this',
  '#/$defs/AuthorizeAction/properties/hardened/properties/pkce=off':
    'a hardened variant that is laxer is allowed, and of no use',
  '#/$defs/AuthorizeAction/properties/hardened/properties/pkce=optional': 'the same',
  '#/$defs/SignatureCredential/properties/hardened/properties/replay=allow': 'the same',
  '#/$defs/Authenticator/properties/algorithm=sha512': 'two authenticators use the other two',
  '#/$defs/Authenticator/properties/x-evidence': 'no contract that ships has an authenticator',
  '#/$defs/CertificateCredential/properties/x-evidence': 'no contract that ships has certificates for keys',
  '#/$defs/CertificateCredential/properties/x-source': 'no contract that ships has certificates for keys',
  '#/$defs/Authenticator/properties/x-source': 'the same',
};

const vocabulary = JSON.parse(readFileSync('specs/vocabulary.schema.json', 'utf8')) as Vocabulary;
const ajv = new Ajv2020({ strict: false, schemas: [vocabulary] });
const keys: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(vocabulary['x-slots'])) as Record<
  string,
  string
>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const children = (schema: Schema, at: string): (readonly [Schema, string])[] => [
  ...Object.entries(schema.properties ?? {}).map(([name, property]) => [property, `${at}/properties/${name}`] as const),
  ...(schema.oneOf ?? []).map((branch, i) => [branch, `${at}/oneOf/${i}`] as const),
  ...(schema.items ? [[schema.items, `${at}/items`] as const] : []),
  ...(isObject(schema.additionalProperties)
    ? [[schema.additionalProperties, `${at}/additionalProperties`] as const]
    : []),
];

/** JSON pointers of every property, and of every value that a property can be given by name. */
function* namesOf(schema: Schema, at: string): Generator<string> {
  for (const name of Object.keys(schema.properties ?? {})) yield `${at}/properties/${name}`;
  for (const value of [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])])
    yield `${at}=${String(value)}`;
  for (const [child, pointer] of children(schema, at)) yield* namesOf(child, pointer);
}

/** Marks what a value makes use of. */
function mark(used: Set<string>, value: unknown, schema: Schema, at: string): void {
  if (schema.$ref?.startsWith('#/$defs/'))
    mark(used, value, vocabulary.$defs[schema.$ref.slice('#/$defs/'.length)]!, schema.$ref);
  if (schema.const !== undefined || schema.enum) used.add(`${at}=${String(value)}`);
  for (const [i, branch] of (schema.oneOf ?? []).entries()) {
    if (ajv.validate(`${vocabulary.$id}${at}/oneOf/${i}`, value)) mark(used, value, branch, `${at}/oneOf/${i}`);
  }
  if (schema.items && Array.isArray(value)) for (const item of value) mark(used, item, schema.items, `${at}/items`);
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const property = schema.properties?.[name];
    if (property) {
      used.add(`${at}/properties/${name}`);
      mark(used, inner, property, `${at}/properties/${name}`);
    } else if (isObject(schema.additionalProperties)) {
      mark(used, inner, schema.additionalProperties, `${at}/additionalProperties`);
    }
  }
}

/** Finds every key of the vocabulary, wherever it stands. */
function visit(used: Set<string>, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) visit(used, item);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const name = keys[key];
    if (name !== undefined) {
      used.add(key);
      mark(used, inner, vocabulary.$defs[name]!, `#/$defs/${name}`);
    }
    visit(used, inner);
  }
}

function usedBy(files: readonly string[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const file of files) visit(used, parse(readFileSync(file, 'utf8'), { maxAliasCount: -1, merge: true }));
  return used;
}

const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
/** Its neighbour, for signatures over whole requests and signed webhooks. */
const HARBOUR = 'mock/test/fixtures/harbour.yaml';
/** Small, for what Lighthouse has no use for. */
const BUOY = 'mock/test/fixtures/buoy.yaml';
/** Smaller, for an authorization server that takes nothing from the browser. */
const DRAWBRIDGE = 'mock/test/fixtures/drawbridge.yaml';
/** Small too, for clients that connect with certificates. */
const VIADUCT = 'mock/test/fixtures/viaduct.yaml';
/** And one for signatures by key pairs. */
const SEMAPHORE = 'mock/test/fixtures/semaphore.yaml';
/** For people who sign in by a link. */
const LANTERN = 'mock/test/fixtures/lantern.yaml';
const all = [
  ...Object.keys(keys),
  ...Object.entries(vocabulary.$defs).flatMap(([name, schema]) => [...namesOf(schema, `#/$defs/${name}`)]),
];

/**
 * What Lighthouse, the example of a contract of one's own, leaves to the contracts that ship. Whatever is new to the
 * vocabulary is not on this list, so Lighthouse uses it.
 */
const LEFT_TO_OTHERS: readonly (readonly [why: string, names: RegExp])[] = [
  [
    'its tugs prove a key if they like, without nonces: Buoy, another fixture, wants both of its gauges',
    /Dpop\/properties\/(required|nonce)$|Fill=dpop\.nonce|Failure=use_dpop_nonce|Dpop\/properties\/algorithms\/items=/,
  ],
  ['an invented product has no document to cite', /^x-(evidence|source)$|\/x-(evidence|source)$|Evidence=/],
  ['nobody arrives there by a link', /SsoEnterAction|Failure=(invalid|expired)_link/],
  [
    'its people have passwords: those of Lantern sign in by a link that they are sent',
    /Link(Request|Redeem)Action|Failure=(used_link|unknown_user)|Fill=link\.|Refresh\/properties\/grants\/items=link$|RateLimit\/properties\/key\/items=recipient$/,
  ],
  ['there are no developers beside tenants', /developer|SeedDeveloper|Failure=missing_version/i],
  ['its pages are let in from every origin', /origin|Identifier\/properties\/allow/],
  [
    'its keys are of one price plan and no platform, with neither a user nor a first showing',
    /(never_hidden_on_plans|primary_first|KeyCredential\/properties\/platforms|SeedKey\/properties\/(platform|user)|KeyRegenerateAction\/properties\/secret|dies_with_key)$/,
  ],
  [
    'one algorithm, encoding or way of the list is enough',
    /(algorithm=(sha256|HS256|RS256)|encoding=hex|format=opaque|pkce=(optional|required_s256)|ClientAuthentication=security|unknown=refuse|Refresh\/properties\/hardened(\/properties\/rotate)?)$/,
  ],
  [
    'its webhooks go where the booking says, and to no address of a harbour',
    /WebhookDelivery\/properties\/url\/properties\/tenant/,
  ],
  [
    'what is signed there needs no canonical form, and its webhooks no signature: that is what the other fixture, Harbour, is for',
    /SignatureCredential\/properties\/(request|headers|components|digest|scope|expires)|(TimestampFormat=(milliseconds|iso_basic|http_date)|SecretEncoding=(base64|hex)|SignatureAlgorithm=(sha256|sha1|md5)|SignatureEncoding=hex)$|SignedPart|CredentialPart=(signed_headers|expires|signature_input)|Verify\/properties\/(parameters|quoted)|Failure=digest_mismatch|WebhookSigning|WebhookDelivery\/properties\/signing|SeedTenant\/properties\/webhook_secret/,
  ],
  [
    'nobody signs in there: the contract oidc is where people do',
    /IdToken|UserinfoAction|EndSessionAction|login_session|Fill=token\.id_token|TokenCredential\/properties\/id_token$|Refresh\/properties\/scope$|SeedClient\/properties\/(post_logout_redirect_uris|backchannel_logout_uri|frontchannel_logout_uri|subject_type|userinfo_signed_response_alg|response_types$)|ResponseType=.*id_token/,
  ],
  [
    'its quotas have one window each, told in seconds: those of Buoy have several, told in other ways',
    /RateLimit\/properties\/(also|in_flight)$|\/plans\/additionalProperties\/properties\/also$|LongerWindows|Fill=rate\.(reset_epoch_ms|reset_after_ms|reset_iso|service_limits|policies|retry_date)$/,
  ],
  [
    'nobody there has an authenticator: the watch of Buoy has',
    /^x-authenticators$|Authenticator|Fill=authenticator\.|SeedUser\/properties\/authenticators/,
  ],
  ['it is served without TLS: the clients of Viaduct connect with certificates', /certificate|tls_client_auth/i],
  [
    'its requests are signed with secrets: with key pairs they are at Semaphore',
    /SignatureAlgorithm=(rsa|ecdsa|ed25519)|EcdsaFormat|ecdsa_format|SignatureCredential.*kind=signature|SeedKey\/properties\/public_key|kind=signature|SignatureCredential\/properties\/algorithms/,
  ],
  ['apps may sign their requests there: at Drawbridge they must', /request_objects=required$/],
  [
    'it has none of these',
    /PageAction|Fill=(rate\.reset_epoch|tenant\.id)|Failure=(inactive_client|unknown_token)|require_token|ResourceCheckAction\/properties\/query$|StepUpAmount\/properties\/body$|Unmatched\/properties\/rate_limit$/,
  ],
];

t.test('every key and every value is used by a contract that ships, or by one of the seven fixtures', (t) => {
  const used = usedBy([
    ...builtInNames().map((name) => `specs/${name}.yaml`),
    LIGHTHOUSE,
    HARBOUR,
    BUOY,
    DRAWBRIDGE,
    VIADUCT,
    SEMAPHORE,
    LANTERN,
  ]);
  t.ok(all.length > 400, `${all.length} names`);
  t.strictSame(all.filter((name) => !used.has(name)).sort(), Object.keys(UNUSED).sort());
  t.end();
});

t.test('Lighthouse uses all of it but what is left to others for a reason', (t) => {
  const used = usedBy([LIGHTHOUSE]);
  const missing = all.filter((name) => !used.has(name) && !Object.hasOwn(UNUSED, name));
  t.strictSame(
    missing.filter((name) => !LEFT_TO_OTHERS.some(([, names]) => names.test(name))),
    [],
  );
  for (const [why, names] of LEFT_TO_OTHERS)
    t.ok(
      missing.some((name) => names.test(name)),
      `something is still left to others, since ${why}`,
    );
  t.end();
});
