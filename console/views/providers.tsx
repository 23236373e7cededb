/** Where to point a client, and what it needs to be let in. */
import type { ComponentChildren, VNode } from 'preact';
import { Code, Value } from '../parts/copy.tsx';
import { Await, Empty } from '../parts/state.tsx';
import { hrefOf, route } from '../state/route.ts';
import type { Contract, Sheet } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, plain } from '../state/words.ts';

const PLACES: Readonly<Record<string, string>> = {
  header: 'header',
  query: 'query parameter',
  cookie: 'cookie',
  body: 'field of the body',
  path: 'path segment',
};

function Facts({ children }: { readonly children: ComponentChildren }): VNode {
  return <dl class="facts">{children}</dl>;
}

function Fact({
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

function Credentials({ sheet }: { readonly sheet: Sheet }): VNode {
  const { clients, keys, users, tenants, developers, signing_keys: signingKeys } = sheet;
  return (
    <>
      {keys.length > 0 && (
        <section>
          <h2>Keys</h2>
          <ul class="cards">
            {keys.map((key) => (
              <li key={`${key.credential} ${key.id}`}>
                <h3>{key.name ?? key.id}</h3>
                <p class="quiet">
                  {plain(key.credential)}, of {key.tenant}
                  {key.role !== undefined && `, ${key.role}`}
                  {key.status === 'blocked' && ', blocked'}
                  {key.note !== undefined && `. ${key.note}`}
                </p>
                <Facts>
                  <Fact name="Id" value={key.id} of={key.name ?? key.id} />
                  <Fact name="Secret" value={key.secret} of={key.name ?? key.id} />
                </Facts>
                {key.secret_hidden && <p class="quiet">Its secret is no longer shown, as the contract has it.</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {clients.length > 0 && (
        <section>
          <h2>OAuth clients</h2>
          <ul class="cards">
            {clients.map((client) => (
              <li key={client.client_id}>
                <h3>{client.name ?? client.client_id}</h3>
                <p class="quiet">
                  {client.grants.map(plain).join(', ')}
                  {!client.active && ', inactive'}
                  {client.note !== undefined && `. ${client.note}`}
                </p>
                <Facts>
                  <Fact name="Client id" value={client.client_id} of={client.name ?? client.client_id} />
                  <Fact name="Secret" value={client.client_secret} of={client.name ?? client.client_id} />
                  <Fact name="Scopes" value={client.scopes.join(' ')} of={client.name ?? client.client_id} />
                  <Fact name="Redirect URI" value={client.redirect_uris[0]} of={client.name ?? client.client_id} />
                </Facts>
              </li>
            ))}
          </ul>
        </section>
      )}
      {users.length > 0 && (
        <section>
          <h2>People who sign in</h2>
          <ul class="cards">
            {users.map((user) => (
              <li key={user.id}>
                <h3>{user.name ?? user.id}</h3>
                <p class="quiet">of {user.tenant}</p>
                <Facts>
                  <Fact name="Id" value={user.id} of={user.name ?? user.id} />
                  <Fact name="User name" value={user.username} of={user.name ?? user.id} />
                  <Fact name="Password" value={user.password} of={user.name ?? user.id} />
                  <Fact name="Domain" value={user.domain} of={user.name ?? user.id} />
                </Facts>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(tenants.length > 0 || developers.length > 0) && (
        <section>
          <h2>Tenants</h2>
          <ul class="cards">
            {tenants.map((tenant) => (
              <li key={tenant.id}>
                <h3>{tenant.name ?? tenant.id}</h3>
                <Facts>
                  <Fact name="Id" value={tenant.id} of={tenant.name ?? tenant.id} />
                  <Fact name="Webhook secret" value={tenant.webhook_secret} of={tenant.name ?? tenant.id} />
                </Facts>
              </li>
            ))}
            {developers.map((developer) => (
              <li key={developer.id}>
                <h3>{developer.name ?? developer.id}</h3>
                <p class="quiet">developer</p>
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

function Presented({ presented, identifiers }: Pick<Sheet, 'presented' | 'identifiers'>): VNode | null {
  if (presented.length + identifiers.length === 0) return null;
  return (
    <section>
      <h2>Where a request carries credentials</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Where a request carries credentials">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Where</th>
            </tr>
          </thead>
          <tbody>
            {presented.map(({ credential, title, parts }, i) => (
              <tr key={i}>
                <td>{title ?? plain(credential)}</td>
                <td>
                  {parts.map(({ part, in: place, name }, j) => (
                    <div key={j}>
                      {part}:{' '}
                      {place === 'authorization' ? (
                        <code>Authorization: {name} …</code>
                      ) : (
                        <>
                          {PLACES[place] ?? place} <code>{name}</code>
                        </>
                      )}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
            {identifiers.map(({ kind, in: place, name, values }, i) => (
              <tr key={`identifier ${i}`}>
                <td>{kind}</td>
                <td>
                  {PLACES[place] ?? place} <code>{name}</code>
                  {values !== undefined && values.length > 0 && `: ${values.join(', ')}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Provider({ contract }: { readonly contract: Contract }): VNode {
  const sheet = useAsked<Sheet>(`/credentials/${contract.name}`, {}, true);
  return (
    <article>
      <p class="back">
        <a href={hrefOf('providers')}>← All providers</a>
      </p>
      <h1>{contract.title}</h1>
      <Facts>
        <Fact name="Base URL" value={contract.base_url} of={contract.title} />
      </Facts>
      <Await asked={sheet}>
        {(found) => (
          <>
            {found.example !== null && (
              <section>
                <h2>A request to begin with</h2>
                <Code text={found.example} of={`a request to ${contract.title}`} />
              </section>
            )}
            <Presented presented={found.presented} identifiers={found.identifiers} />
            <Credentials sheet={found} />
          </>
        )}
      </Await>
    </article>
  );
}

function Summary({ contract }: { readonly contract: Contract }): VNode {
  return (
    <li>
      <h2>
        <a href={hrefOf('providers', contract.name)}>{contract.title}</a>
      </h2>
      <p class="quiet">{counted(contract.operations, 'operation')}</p>
      <Value text={contract.base_url} of={`base URL of ${contract.title}`} />
    </li>
  );
}

export function Providers({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const [, name] = route.value;
  if (name === undefined)
    return (
      <>
        <h1>Providers</h1>
        <p class="lead">
          Change nothing in your client but the base URL. Each behaves like the provider: tokens expire, scopes and
          signatures are checked, one-time passwords arrive.
        </p>
        <ul class="cards">
          {contracts.map((contract) => (
            <Summary key={contract.name} contract={contract} />
          ))}
        </ul>
      </>
    );
  const contract = contracts.find((one) => one.name === name);
  if (contract === undefined)
    return (
      <Empty whole title={`There is no provider ${name} here`}>
        <a href={hrefOf('providers')}>All providers</a>
      </Empty>
    );
  return <Provider key={name} contract={contract} />;
}
