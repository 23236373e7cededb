/** Adds a key: a secret, a pair that signs, or a certificate, by what the contract's credential is. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Adding, TenantField } from '../parts/adding.tsx';
import { CertificateNameFields } from '../parts/certificate-name.tsx';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/form.tsx';
import { readPublicKey } from '../parts/own-keys.ts';
import type { Sheet } from '../state/types.ts';
import { plain } from '../state/words.ts';

const KINDS = ['api_key', 'key_pair', 'hmac', 'signature', 'certificate'];

export const keyCredentialsOf = ({ keys, presented }: Sheet): readonly string[] => [
  ...new Set([
    ...keys.map(({ credential }) => credential),
    ...presented.filter(({ kind }) => KINDS.includes(kind)).map(({ credential }) => credential),
  ]),
];

/** @throws Error where a key that was pasted cannot be read */
function bodyOf({
  name_kind: kind,
  name_value: name,
  public_key: key,
  ...rest
}: Readonly<Record<string, string>>): object {
  return {
    ...rest,
    ...(kind !== undefined && name !== undefined && { certificate: { [kind]: name } }),
    ...(key !== undefined && { public_key: readPublicKey(key) }),
  };
}

export function AddKey({
  sheet,
  path,
  reload,
}: {
  readonly sheet: Sheet;
  readonly path: string;
  readonly reload: () => void;
}): VNode {
  const credentials = keyCredentialsOf(sheet);
  const credential = useSignal(credentials[0] ?? '');
  const kind = sheet.presented.find((one) => one.credential === credential.value)?.kind;
  return (
    <Adding
      what="a key"
      path={path}
      bodyOf={bodyOf}
      added={() => (credential.value = credentials[0] ?? '')}
      reload={reload}
    >
      <Choice
        label="Credential"
        name="credential"
        chosen={credential}
        options={credentials.map((name) => [name, plain(name)])}
      />
      <TenantField tenants={sheet.tenants} />
      <Field name="Name">
        <input name="name" autocomplete="off" />
      </Field>
      {kind === 'certificate' ? (
        <CertificateNameFields required={false} />
      ) : (
        <Field name="Role, where the provider has roles">
          <input name="role" autocomplete="off" />
        </Field>
      )}
      {kind === 'signature' && (
        <label class="field whole-field">
          <span>Its public key, PEM or JWK (empty: a pair is made here)</span>
          <textarea name="public_key" rows={4} spellcheck={false} />
        </label>
      )}
    </Adding>
  );
}
