/** Adds an OAuth client, in any way in which the contract lets one authenticate. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Adding, TenantField } from '../parts/adding.tsx';
import { CertificateNameFields } from '../parts/certificate-name.tsx';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/form.tsx';
import { readKeySet } from '../parts/own-keys.ts';
import type { Client, Sheet } from '../state/types.ts';
import { plain } from '../state/words.ts';

type Way = Sheet['client_authentication'][number];

export const WAYS: Readonly<Record<Way, string>> = {
  client_secret_basic: 'by its secret, in the Authorization header',
  client_secret_post: 'by its secret, in the body',
  client_secret_jwt: 'by a JWT that it signs with its secret',
  private_key_jwt: 'by a JWT that it signs with its own key',
  tls_client_auth: 'by a certificate that an authority issued',
  self_signed_tls_client_auth: 'by a certificate that it made itself',
  none: 'not at all: a public client',
};

/** Where its keys come from. */
const SOURCES = [
  ['made', 'made here: you get the private key'],
  ['own', 'mine: I paste the public keys (JWK Set)'],
  ['uri', 'mine: at a URL on this machine'],
] as const;

type Fields = Readonly<Record<string, string>>;

/** What is sent as a list is typed with spaces between. */
const wordsOf = (text: string | undefined): readonly string[] | undefined => text?.split(/\s+/);

/** @throws Error where keys that were pasted cannot be read */
function keysOf({ keys, jwks, jwks_uri: uri }: Fields, isCertificate: boolean): object {
  if (keys === 'own') return { jwks: readKeySet(jwks ?? '') };
  if (keys === 'uri') return { jwks_uri: uri };
  return isCertificate ? { certificate_key: 'ES256' } : { assertion_key: 'ES256' };
}

function bodyOf(fields: Fields): object {
  const {
    grants,
    redirect_uris: uris,
    way,
    name_kind: kind,
    name_value: name,
    keys,
    jwks: _,
    jwks_uri: __,
    ...rest
  } = fields;
  return {
    ...rest,
    grants: wordsOf(grants),
    ...(uris !== undefined && { redirect_uris: wordsOf(uris) }),
    ...(way !== undefined && { token_endpoint_auth_method: way }),
    ...(kind !== undefined && name !== undefined && { [`tls_client_auth_${kind}`]: name }),
    // A certificate of an authority is known by its name, whoever has its key.
    ...(way === 'tls_client_auth'
      ? keys === 'made' && { certificate_key: 'ES256' }
      : keys !== undefined && keysOf(fields, way === 'self_signed_tls_client_auth')),
  };
}

/** Shown where the client has keys of its own. */
function KeyFields({ way }: { readonly way: string }): VNode {
  const source = useSignal<string>('made');
  const isIssued = way === 'tls_client_auth';
  const isCertificate = isIssued || way === 'self_signed_tls_client_auth';
  const sources = isIssued ? ([SOURCES[0], ['mine', 'mine: I have a certificate with that name']] as const) : SOURCES;
  return (
    <>
      {isIssued && <CertificateNameFields required />}
      <Choice
        label={isCertificate ? 'Its certificate and key' : 'Its keys'}
        name="keys"
        chosen={source}
        options={sources}
      />
      {source.value === 'own' && (
        <label class="field whole-field">
          <span>{isCertificate ? 'JWK Set with the key of its certificate' : 'JWK Set, or one JWK'}</span>
          <textarea
            name="jwks"
            required
            rows={5}
            spellcheck={false}
            placeholder={'{ "keys": [{ "kty": "EC", "crv": "P-256", "x": "…", "y": "…" }] }'}
          />
        </label>
      )}
      {source.value === 'uri' && (
        <Field name="URL of its JWK Set">
          <input name="jwks_uri" type="url" required autocomplete="off" placeholder="http://localhost:3000/jwks.json" />
        </Field>
      )}
    </>
  );
}

export function AddClient({
  sheet: { tenants, clients, client_authentication: ways },
  path,
  reload,
}: {
  readonly sheet: Sheet;
  readonly path: string;
  readonly reload: () => void;
}): VNode {
  const sets = [...new Set(clients.map((client: Client) => client.grants.join(' ')))];
  const grants = useSignal(sets[0] ?? '');
  const way = useSignal('');
  const hasKeys =
    ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'].includes(way.value) ||
    grants.value.split(' ').includes('jwt_bearer');
  return (
    <Adding
      what="a client"
      path={path}
      bodyOf={bodyOf}
      added={() => {
        grants.value = sets[0] ?? '';
        way.value = '';
      }}
      reload={reload}
    >
      <TenantField tenants={tenants} />
      <Choice
        label="Grants"
        name="grants"
        chosen={grants}
        options={sets.map((names) => [names, names.split(' ').map(plain).join(', ')])}
      />
      <Choice
        label="How it authenticates"
        name="way"
        chosen={way}
        options={[
          ['', 'by its secret, in any way that is taken'],
          ...ways.map((one) => [one, `${WAYS[one]} (${one})`] as const),
        ]}
      />
      {hasKeys && <KeyFields key={way.value} way={way.value} />}
      <Field name="Client id (empty: made up)">
        <input name="client_id" autocomplete="off" />
      </Field>
      <Field name="Name">
        <input name="name" autocomplete="off" />
      </Field>
      {grants.value.split(' ').includes('authorization_code') && (
        <Field name="Redirect URIs, with spaces between">
          <input name="redirect_uris" autocomplete="off" />
        </Field>
      )}
    </Adding>
  );
}
