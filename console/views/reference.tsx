/** The reference of each contract: what its operations take and answer, and a form that sends one. */
import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Code } from '../parts/copy.tsx';
import { ContractChoice, chosenOf, chooseContract } from '../parts/contract-choice.tsx';
import { useActing } from '../parts/form.tsx';
import { Prose, Words } from '../parts/prose.tsx';
import { Await, Empty, Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { entries } from '../state/journal-feed.ts';
import { hrefOf, route } from '../state/route.ts';
import { cannotSend, sendRequest, tokens } from '../state/send-request.ts';
import type { Answered } from '../state/send-request.ts';
import type { Contract, Operation, OperationSummary, PreparedRequest, Sheet } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, plain } from '../state/words.ts';

const wanted = signal('');

const isKey = (kind: string): boolean => kind === 'api_key' || kind === 'key_pair' || kind === 'hmac';

function List({ contract }: { readonly contract: Contract }): VNode {
  const asked = useAsked<{ readonly operations: readonly OperationSummary[] }>(`/operations/${contract.name}`);
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    <Await asked={asked}>
      {({ operations }) => {
        const fitting = operations.filter(({ id, method, path, summary = '' }) =>
          words.every((word) => `${id} ${method} ${path} ${summary}`.toLowerCase().includes(word)),
        );
        return fitting.length === 0 ? (
          <Empty title="No operation fits" />
        ) : (
          <>
            <p class="quiet" role="status">
              {counted(fitting.length, 'operation')}
            </p>
            <ul class="operations">
              {fitting.map(({ id, method, path, summary }) => (
                <li key={id}>
                  <a href={hrefOf('reference', contract.name, id)}>
                    <b class={`method ${method.toLowerCase()}`}>{method}</b> <span class="long">{path}</span>
                  </a>
                  {summary !== undefined && <span class="quiet">{summary}</span>}
                </li>
              ))}
            </ul>
          </>
        );
      }}
    </Await>
  );
}

/** Which of its credentials a request carries: a seeded key, or a token that the reader has. */
function CredentialFields({
  operation,
  sheet,
}: {
  readonly operation: Operation;
  readonly sheet: Sheet;
}): VNode | null {
  const first = operation.requirements[0];
  const chosen = useSignal(first?.credential ?? '');
  if (first === undefined) return null;
  const requirement = operation.requirements.find(({ credential }) => credential === chosen.value);
  const names = requirement === undefined ? [] : [requirement.credential, ...requirement.also];
  return (
    <>
      <label class="field">
        <span>Credential</span>
        <select name="credential" value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {operation.requirements.map(({ credential, title }) => (
            <option key={credential} value={credential}>
              {title ?? plain(credential)}
            </option>
          ))}
          <option value="">none</option>
        </select>
      </label>
      {names.map((name) => {
        const kind = sheet.presented.find(({ credential }) => credential === name)?.kind ?? requirement!.kind;
        const keys = sheet.keys.filter(({ credential, status }) => credential === name && status === 'active');
        if (isKey(kind))
          return (
            <label class="field" key={name}>
              <span>Key of {plain(name)}</span>
              <select name={`key ${name}`}>
                {keys.map(({ id, name: called, secret_hidden: isHidden }) => (
                  <option key={id} value={id} disabled={isHidden}>
                    {called ?? id}
                    {isHidden && ' (its secret is no longer shown)'}
                  </option>
                ))}
              </select>
            </label>
          );
        const known = tokens.value.find(({ contract }) => contract === sheet.contract);
        return (
          <label class="field wide-field" key={name}>
            <span>
              {plain(name)}
              {known === undefined
                ? ': send the operation that gives one out, and it is filled in here'
                : `: the ${known.name} that was answered last`}
            </span>
            <input name={`token ${name}`} autocomplete="off" defaultValue={known?.value ?? ''} />
          </label>
        );
      })}
    </>
  );
}

function requestOf(form: HTMLFormElement, operation: Operation): object {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const parameters = operation.parameters.flatMap(({ name, in: place }) => {
    const value = text(`parameter ${place} ${name}`);
    return value === '' ? [] : [{ in: place, name, value }];
  });
  const names = [...data.keys()].filter((name) => /^(key|token) /.test(name));
  const credentials = names.flatMap((name) => {
    const [kind, ...rest] = name.split(' ');
    const value = text(name);
    if (value === '') return [];
    return [{ credential: rest.join(' '), ...(kind === 'key' ? { id: value } : { secret: value }) }];
  });
  const type = text('content_type');
  const body = text('body');
  return {
    parameters,
    credentials,
    ...(type !== '' && body !== '' && { content_type: type, body: body.replaceAll('\r\n', '\n') }),
  };
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

function Answer({ answer }: { readonly answer: Answered }): VNode {
  const entry = entries.value.find(({ id }) => String(id) === answer.entry);
  const finding = entry?.refusal?.explanation?.finding ?? entry?.refusal?.meaning;
  const isFine = answer.status > 0 && answer.status < 400;
  return (
    <section class={`hero ${isFine ? 'fine' : 'refused'}`} aria-label="The answer">
      <h2>
        <span class={`status ${isFine ? 'fine' : 'refused'}`}>{answer.status === 0 ? '3xx' : answer.status}</span>{' '}
        {finding ??
          (answer.status === 0
            ? 'It redirects: its journal entry says where to.'
            : isFine
              ? 'It was answered.'
              : 'It was refused.')}
      </h2>
      <p class="quiet">
        in {answer.ms.toFixed(0)} ms
        {answer.entry !== undefined && (
          <>
            , <a href={hrefOf('requests', answer.entry)}>request {answer.entry} in full</a>
          </>
        )}
      </p>
      {answer.body !== '' && <Code text={pretty(answer.body)} of="the body of the answer" />}
    </section>
  );
}

function Try({
  contract,
  operation,
  sheet,
}: {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly sheet: Sheet;
}): VNode {
  const form = useRef<HTMLFormElement>(null);
  const acting = useActing();
  const prepared = useSignal<PreparedRequest | undefined>(undefined);
  const answer = useSignal<Answered | undefined>(undefined);
  const type = useSignal(operation.bodies[0]?.type ?? '');
  const body = operation.bodies.find((one) => one.type === type.value);
  const prepare = async (): Promise<PreparedRequest> => {
    answer.value = undefined;
    prepared.value = undefined;
    prepared.value = await ask<PreparedRequest>(
      `/operations/${contract.name}/${encodeURIComponent(operation.id)}/request`,
      {
        method: 'POST',
        body: requestOf(form.current!, operation),
      },
    );
    return prepared.value;
  };
  const why = prepared.value && cannotSend(prepared.value);
  return (
    <section class="try">
      <h2>Try it</h2>
      <form
        ref={form}
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void acting.act(async () => {
            const request = await prepare();
            if (cannotSend(request) === undefined) answer.value = await sendRequest(contract.name, request);
          });
        }}
      >
        <CredentialFields operation={operation} sheet={sheet} />
        {operation.parameters.map(({ name, in: place, required, type: words, description, value }) => (
          <label class="field" key={`${place} ${name}`}>
            <span>
              <code>{name}</code> {place}
              {required && ', required'}
            </span>
            <input name={`parameter ${place} ${name}`} autocomplete="off" defaultValue={value ?? ''} />
            <small>
              {words}
              {description !== undefined && (
                <>
                  . <Words text={description} />
                </>
              )}
            </small>
          </label>
        ))}
        {operation.bodies.length > 0 && (
          <>
            <label class="field">
              <span>Media type</span>
              <select
                name="content_type"
                value={type.value}
                onChange={(event) => (type.value = event.currentTarget.value)}
              >
                {operation.bodies.map((one) => (
                  <option key={one.type}>{one.type}</option>
                ))}
              </select>
            </label>
            <label class="field whole-field">
              <span>Body</span>
              <textarea
                key={type.value}
                name="body"
                spellcheck={false}
                rows={Math.min(16, (body?.example.split('\n').length ?? 1) + 1)}
                defaultValue={body?.example ?? ''}
              />
            </label>
          </>
        )}
        <p class="actions whole-field">
          <button type="submit" class="primary" disabled={acting.busy}>
            Send
          </button>
          <button type="button" disabled={acting.busy} onClick={() => void acting.act(prepare)}>
            Show as curl
          </button>
        </p>
      </form>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      {why !== undefined && <p class="quiet">{why} Send the line below from a terminal.</p>}
      {answer.value !== undefined && <Answer answer={answer.value} />}
      {prepared.value !== undefined && <Code text={prepared.value.curl} of="the request as a curl line" />}
    </section>
  );
}

function Fields({ operation }: { readonly operation: Operation }): VNode | null {
  const bodies = operation.bodies.filter(({ fields }) => fields.length > 0);
  if (bodies.length === 0) return null;
  const [{ fields }] = bodies as [Operation['bodies'][number]];
  return (
    <section>
      <h2>Fields of the body</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Fields of the body">
        <table>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, type, required, description }) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                  {required && <small> required</small>}
                </td>
                <td>
                  {type}
                  {description !== undefined && (
                    <div class="quiet">
                      <Words text={description} />
                    </div>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Answers({ operation }: { readonly operation: Operation }): VNode {
  return (
    <section>
      <h2>Answers</h2>
      <ul class="answers">
        {operation.answers.map(({ status, description, meanings, example, type }) => (
          <li key={status}>
            <p>
              <span class={`status ${Number(status) >= 400 ? 'refused' : 'fine'}`}>{status}</span>{' '}
              <Words text={description ?? ''} />
            </p>
            {meanings.length > 0 && (
              <ul class="meanings">
                {meanings.map((meaning) => (
                  <li key={meaning}>{meaning}</li>
                ))}
              </ul>
            )}
            {example !== undefined && example !== '' && (
              <details>
                <summary>An example{type !== undefined && `, ${type}`}</summary>
                <Code text={example} of={`an example of the answer ${status}`} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Requirements({ operation }: { readonly operation: Operation }): VNode {
  const { requirements, anonymous } = operation;
  return (
    <p class="quiet">
      {requirements.length === 0
        ? 'It asks for no credential.'
        : `It takes ${requirements
            .map(
              ({ title, credential, scopes, also }) =>
                `${title ?? plain(credential)}${also.length === 0 ? '' : ` with ${also.map(plain).join(' and ')}`}${scopes.length === 0 ? '' : ` (${scopes.join(', ')})`}`,
            )
            .join(', or ')}${anonymous ? ', or nothing' : ''}.`}
    </p>
  );
}

function Whole({ contract, id }: { readonly contract: Contract; readonly id: string }): VNode {
  const asked = useAsked<Operation>(`/operations/${contract.name}/${encodeURIComponent(id)}`);
  const sheet = useAsked<Sheet>(`/credentials/${contract.name}`);
  return (
    <article>
      <p class="back">
        <a href={hrefOf('reference', contract.name)}>← All operations of {contract.title}</a>
      </p>
      <Await asked={asked}>
        {(operation) => (
          <>
            <h1 class="operation-name">
              <b class={`method ${operation.method.toLowerCase()}`}>{operation.method}</b>{' '}
              <span class="long">{operation.path}</span>
            </h1>
            <p>{operation.summary ?? operation.id}</p>
            {operation.description !== undefined && <Prose text={operation.description} />}
            <Requirements operation={operation} />
            <Await asked={sheet}>{(found) => <Try contract={contract} operation={operation} sheet={found} />}</Await>
            <Fields operation={operation} />
            <Answers operation={operation} />
          </>
        )}
      </Await>
    </article>
  );
}

export function Reference({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const [, name, id] = route.value;
  const named = contracts.find((one) => one.name === name);
  if (named !== undefined && id !== undefined) return <Whole key={`${name!} ${id}`} contract={named} id={id} />;
  const contract = named ?? chosenOf(contracts);
  return (
    <>
      <h1>API reference</h1>
      <p class="lead">
        What each operation takes and answers. Try one: it is sent with the sandbox’s own credentials, signed where it
        must be.
      </p>
      <div class="fields">
        <ContractChoice
          contracts={contracts}
          chosen={contract}
          choose={(one) => {
            chooseContract(one);
            location.hash = hrefOf('reference', one);
          }}
        />
        <label class="field">
          <span>Find</span>
          <input
            type="search"
            placeholder="Path, method, words…"
            value={wanted.value}
            onInput={(event) => (wanted.value = event.currentTarget.value)}
          />
        </label>
      </div>
      {contract === undefined ? (
        <Empty title="No provider is served" />
      ) : (
        <List key={contract.name} contract={contract} />
      )}
    </>
  );
}
