/** Keys, clients, people and tenants of a provider: to copy, to add, to block, to delete. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { Adding, TenantField } from '../parts/adding.tsx';
import { CERTIFICATE_NAMES } from '../parts/certificate-name.tsx';
import { Code, Value } from '../parts/copy.tsx';
import { Action, Field, useActing } from '../parts/form.tsx';
import type { Acting } from '../parts/form.tsx';
import { Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import type { Client, Key, Sheet, Tenant, User } from '../state/types.ts';
import { plain } from '../state/words.ts';
import { AddClient, WAYS } from './client-form.tsx';
import { AddKey, keyCredentialsOf } from './key-form.tsx';

export function Facts({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="facts">{children}</dl>;
}

/** @param of whose it is: for those who cannot see what stands around it */
export function Fact({
  name,
  value,
  of,
}: {
  readonly name: string;
  readonly value: string | null | undefined;
  readonly of: string;
}): VNode | null {
  if (value === undefined || value === null || value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Value text={value} of={`${name} of ${of}`} />
      </dd>
    </>
  );
}

const isLong = (text: string | null): boolean => text?.includes('\n') === true;

const jsonOf = (value: object | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value, undefined, 2);

/** What has several lines: keys and certificates, out of the way until they are wanted. */
function Kept({
  of,
  texts,
}: {
  readonly of: string;
  readonly texts: readonly (readonly [title: string, text: string | null | undefined])[];
}): VNode {
  return (
    <>
      {texts.map(([title, text]) =>
        text === undefined || text === null ? null : (
          <details key={title}>
            <summary>{title}</summary>
            <Code text={text} of={`${title}: ${of}`} />
          </details>
        ),
      )}
    </>
  );
}

/** A sentence for each note, whether it ends like one or not. */
const noted = (note: string | undefined): string => (note === undefined ? '' : `. ${note.replace(/\.?$/, '.')}`);

interface CardProps {
  readonly contract: string;
  readonly reload: () => void;
}

const pathOf = (...segments: readonly string[]): string => `/${segments.map(encodeURIComponent).join('/')}`;

/** @param name of what is deleted */
function Delete({
  acting,
  name,
  path,
}: {
  readonly acting: Acting;
  readonly name: string;
  readonly path: string;
}): VNode {
  return (
    <Action
      acting={acting}
      danger
      label={`Delete ${name}`}
      asks={{
        title: `Delete ${name}?`,
        text: 'What was given out to it is gone with it. A reset of the sandbox brings back what the contract began with.',
      }}
      does={() => ask(path, { method: 'DELETE' })}
    >
      Delete
    </Action>
  );
}

function KeyCard({ contract, value: key, reload }: CardProps & { readonly value: Key }): VNode {
  const acting = useActing(reload);
  const name = key.name ?? key.id;
  const path = pathOf('keys', contract, key.credential, key.id);
  // The contract may never show it again.
  const made = useSignal<string | null>(null);
  const isBlocked = key.status === 'blocked';
  return (
    <li>
      <h3>
        {name} {isBlocked && <span class="chip bad">blocked</span>}
      </h3>
      <p class="quiet">
        {plain(key.credential)}, of {key.tenant}
        {key.role !== undefined && `, ${key.role}`}
        {noted(key.note)}
      </p>
      <Facts>
        <Fact name="Id" value={key.id} of={name} />
        <Fact
          name={made.value === null ? 'Secret' : 'New secret'}
          value={isLong(made.value ?? key.secret) ? null : (made.value ?? key.secret)}
          of={name}
        />
        <Fact name="Certificate" value={Object.values(key.certificate_name ?? {})[0]} of={name} />
      </Facts>
      <Kept
        of={name}
        texts={[
          ['Its private key', isLong(made.value ?? key.secret) ? (made.value ?? key.secret) : undefined],
          ['Its public key', key.public_key],
          ['Its certificate', key.certificate?.cert],
          ['Its private key, for the certificate', key.certificate?.key],
        ]}
      />
      {key.secret_hidden && (
        <p class="quiet">
          {made.value === null
            ? 'Its secret is no longer shown, as the contract has it. Make a new one to see it once.'
            : 'Copy it now: the contract does not show it again.'}
        </p>
      )}
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        <Action
          acting={acting}
          label={`${isBlocked ? 'Unblock' : 'Block'} ${name}`}
          asks={
            isBlocked
              ? undefined
              : { title: `Block ${name}?`, text: 'Requests with this key are refused until you unblock it.' }
          }
          does={() => ask(`${path}/${isBlocked ? 'unblock' : 'block'}`, { method: 'POST' })}
        >
          {isBlocked ? 'Unblock' : 'Block'}
        </Action>
        <Action
          acting={acting}
          label={`New secret for ${name}`}
          asks={{
            title: `A new secret for ${name}?`,
            text: 'The one that it has now ends, and does not come back.',
          }}
          does={async () => {
            made.value = (await ask<Key>(`${path}/regenerate`, { method: 'POST' })).secret;
          }}
        >
          New secret
        </Action>
        <Delete acting={acting} name={name} path={path} />
      </p>
    </li>
  );
}

function ClientCard({ contract, value: client, reload }: CardProps & { readonly value: Client }): VNode {
  const acting = useActing(reload);
  const name = client.name ?? client.client_id;
  const path = pathOf('clients', contract, client.client_id);
  return (
    <li>
      <h3>
        {name} {!client.active && <span class="chip bad">inactive</span>}
      </h3>
      <p class="quiet">
        {client.grants.map(plain).join(', ')}
        {client.token_endpoint_auth_method !== undefined &&
          `; it authenticates ${WAYS[client.token_endpoint_auth_method]}`}
        {noted(client.note)}
      </p>
      <Facts>
        <Fact name="Client id" value={client.client_id} of={name} />
        <Fact name="Secret" value={client.client_secret} of={name} />
        <Fact name="Scopes" value={client.scopes.join(' ')} of={name} />
        <Fact name="Redirect URI" value={client.redirect_uris[0]} of={name} />
        <Fact name="Keys at" value={client.jwks_uri} of={name} />
        {CERTIFICATE_NAMES.map((field) => (
          <Fact key={field} name="Certificate" value={client[field]} of={name} />
        ))}
      </Facts>
      <Kept
        of={name}
        texts={[
          ['Its private key, for JWTs', jsonOf(client.assertion_key)],
          ['Its public keys', jsonOf(client.jwks)],
          ['Its certificate', client.certificate?.cert],
          ['Its private key, for the certificate', client.certificate?.key],
        ]}
      />
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        <Action
          acting={acting}
          label={`${client.active ? 'Switch off' : 'Switch on'} ${name}`}
          asks={
            client.active
              ? {
                  title: `Switch ${name} off?`,
                  text: 'Its tokens stop working, and it gets no new ones until you switch it on.',
                }
              : undefined
          }
          does={() => ask(path, { method: 'PATCH', body: { active: !client.active } })}
        >
          {client.active ? 'Switch off' : 'Switch on'}
        </Action>
        <Delete acting={acting} name={name} path={path} />
      </p>
    </li>
  );
}

function UserCard({ contract, value: user, reload }: CardProps & { readonly value: User }): VNode {
  const acting = useActing(reload);
  const name = user.name ?? user.id;
  return (
    <li>
      <h3>{name}</h3>
      <p class="quiet">of {user.tenant}</p>
      <Facts>
        <Fact name="Id" value={user.id} of={name} />
        <Fact name="User name" value={user.username} of={name} />
        <Fact name="Password" value={user.password} of={name} />
        <Fact name="Domain" value={user.domain} of={name} />
        {Object.entries(user.authenticators ?? {}).map(([kind, { secret }]) => (
          <Fact key={kind} name={plain(kind)} value={secret} of={name} />
        ))}
      </Facts>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        <Delete acting={acting} name={name} path={pathOf('users', contract, user.id)} />
      </p>
    </li>
  );
}

function TenantCard({ contract, value: tenant, reload }: CardProps & { readonly value: Tenant }): VNode {
  const acting = useActing(reload);
  const name = tenant.name ?? tenant.id;
  return (
    <li>
      <h3>{name}</h3>
      <Facts>
        <Fact name="Id" value={tenant.id} of={name} />
        <Fact name="Webhook secret" value={tenant.webhook_secret} of={name} />
      </Facts>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        <Delete acting={acting} name={name} path={pathOf('tenants', contract, tenant.id)} />
      </p>
    </li>
  );
}

export function Credentials({ sheet, reload }: { readonly sheet: Sheet; readonly reload: () => void }): VNode {
  const {
    contract,
    clients,
    client_authentication: ways,
    keys,
    users,
    tenants,
    developers,
    signing_keys: signingKeys,
  } = sheet;
  const card = { contract, reload };
  return (
    <>
      {keyCredentialsOf(sheet).length > 0 && (
        <section>
          <h2>Keys</h2>
          <ul class="cards">
            {keys.map((key) => (
              <KeyCard key={`${key.credential} ${key.id}`} {...card} value={key} />
            ))}
          </ul>
          <AddKey sheet={sheet} path={pathOf('keys', contract)} reload={reload} />
        </section>
      )}
      {ways.length > 0 && (
        <section>
          <h2>OAuth clients</h2>
          <ul class="cards">
            {clients.map((client) => (
              <ClientCard key={client.client_id} {...card} value={client} />
            ))}
          </ul>
          <AddClient sheet={sheet} path={pathOf('clients', contract)} reload={reload} />
        </section>
      )}
      {users.length > 0 && (
        <section>
          <h2>People who sign in</h2>
          <ul class="cards">
            {users.map((user) => (
              <UserCard key={user.id} {...card} value={user} />
            ))}
          </ul>
          <Adding what="a person" path={pathOf('users', contract)} reload={reload}>
            <TenantField tenants={tenants} />
            <Field name="Name">
              <input name="name" autocomplete="off" />
            </Field>
            <Field name="User name">
              <input name="username" autocomplete="off" />
            </Field>
            <Field name="Password">
              <input name="password" autocomplete="off" />
            </Field>
          </Adding>
        </section>
      )}
      <section>
        <h2>Tenants</h2>
        <ul class="cards">
          {tenants.map((tenant) => (
            <TenantCard key={tenant.id} {...card} value={tenant} />
          ))}
        </ul>
        <Adding what="a tenant" path={pathOf('tenants', contract)} reload={reload}>
          <Field name="Id">
            <input name="id" required autocomplete="off" />
          </Field>
          <Field name="Name">
            <input name="name" autocomplete="off" />
          </Field>
        </Adding>
      </section>
      {developers.length > 0 && (
        <section>
          <h2>Developers</h2>
          <ul class="cards">
            {developers.map((developer) => (
              <li key={developer.id}>
                <h3>{developer.name ?? developer.id}</h3>
                <Facts>
                  <Fact name="Id" value={developer.id} of={developer.name ?? developer.id} />
                  <Fact name="Encryption key" value={developer.encryption_key} of={developer.name ?? developer.id} />
                </Facts>
              </li>
            ))}
          </ul>
        </section>
      )}
      {signingKeys.length > 0 && (
        <section>
          <h2>Keys that sign tokens</h2>
          <ul class="cards">
            {signingKeys.map((key) => (
              <li key={key.kid}>
                <h3>{plain(key.credential)}</h3>
                <p class="quiet">{key.alg}, for checking tokens yourself</p>
                <Facts>
                  <Fact name="Key" value={key.k} of={key.kid} />
                </Facts>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
