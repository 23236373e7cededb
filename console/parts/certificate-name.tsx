/** The one name by which a certificate is known. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Choice } from './choice.tsx';
import { Field } from './form.tsx';

/** As the control plane calls them, without what stands before. @see RFC 8705 §2.1.2 */
const KINDS = [
  ['subject_dn', 'its subject', 'CN=my-app,O=Example'],
  ['san_dns', 'a host name in it', 'my-app.example'],
  ['san_uri', 'a URI in it', 'urn:example:my-app'],
  ['san_ip', 'an IP address in it', '192.0.2.7'],
  ['san_email', 'an e-mail address in it', 'my-app@client.example'],
] as const;

/** Members of a client that say by which name its certificate is known. */
export const CERTIFICATE_NAMES = KINDS.map(([kind]) => `tls_client_auth_${kind}` as const);

/** Fields `name_kind` and `name_value`. */
export function CertificateNameFields({ required }: { readonly required: boolean }): VNode {
  const kind = useSignal<string>('subject_dn');
  return (
    <>
      <Choice
        label="Its certificate is known by"
        name="name_kind"
        chosen={kind}
        options={KINDS.map(([name, words]) => [name, words])}
      />
      <Field name={required ? 'That name' : 'That name (empty: CN= and its id)'}>
        <input
          name="name_value"
          autocomplete="off"
          required={required}
          placeholder={KINDS.find(([name]) => name === kind.value)?.[2]}
        />
      </Field>
    </>
  );
}
