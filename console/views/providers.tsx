/** Where to point a client, and what it needs to be let in. */
import type { VNode } from 'preact';
import { Code, Value } from '../parts/copy.tsx';
import { Await, Empty } from '../parts/state.tsx';
import { hrefOf, route } from '../state/route.ts';
import type { Contract, Sheet } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, plain } from '../state/words.ts';
import { Credentials, Fact, Facts } from './credentials.tsx';

const PLACES: Readonly<Record<string, string>> = {
  header: 'header',
  query: 'query parameter',
  cookie: 'cookie',
  body: 'field of the body',
  path: 'path segment',
};

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
            <section>
              <h2>A request to begin with</h2>
              {found.example === null ? (
                <p class="quiet">It takes a key, and none is left that works: unblock one below, or add one.</p>
              ) : (
                <Code text={found.example} of={`a request to ${contract.title}`} />
              )}
            </section>
            <p>
              <a href={hrefOf('reference', contract.name)}>Its operations, to read and to try</a>
            </p>
            <Presented presented={found.presented} identifiers={found.identifiers} />
            <Credentials sheet={found} reload={sheet.reload} />
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
