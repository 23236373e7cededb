/** The reference of each contract: what its operations take and answer, and a form that sends one. */
import { signal, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Code } from '../parts/copy.tsx';
import { ContractChoice, chosenOf, chooseContract } from '../parts/contract-choice.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Prose, Words } from '../parts/prose.tsx';
import { Await, Empty, Fault } from '../parts/state.tsx';
import { getToken, prepareAttempt, tryRequest, wrongOne } from '../state/attempts.ts';
import type { Attempt, NewRequest, Tried } from '../state/attempts.ts';
import { hrefOf, route } from '../state/route.ts';
import { cannotSend } from '../state/send-request.ts';
import { tokens } from '../state/tokens.ts';
import type { Contract, Operation, OperationSummary, PreparedRequest, Sheet } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, plain } from '../state/words.ts';
import { NextSteps } from './next-steps.tsx';

const wanted = signal('');

/** Choices of a key that are no key's id. */
const WRONG = ' wrong';
const OWN = ' own';

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

/** A key of the sandbox, one that nobody has, none, or one of the reader's own: always to be seen and changed. */
function KeyField({
  name,
  kind,
  sheet,
}: {
  readonly name: string;
  readonly kind: string;
  readonly sheet: Sheet;
}): VNode {
  const keys = sheet.keys.filter(({ credential }) => credential === name);
  const first = keys.find((key) => key.status === 'active' && !key.secret_hidden) ?? keys[0];
  const choice = useSignal(first?.id ?? OWN);
  const id = useSignal(first?.id ?? '');
  const secret = useSignal(first?.secret ?? '');
  const parts = sheet.presented.filter(({ credential }) => credential === name).flatMap((one) => one.parts);
  const hasId = kind !== 'api_key' || parts.some(({ part }) => part === 'id');
  const choose = (chosen: string): void => {
    choice.value = chosen;
    const key = keys.find((one) => one.id === chosen);
    id.value = key?.id ?? (chosen === OWN ? '' : (first?.id ?? ''));
    secret.value = key?.secret ?? (chosen === WRONG ? wrongOne(first?.secret) : '');
  };
  const edit = (to: { value: string }, text: string): void => {
    to.value = text;
    choice.value = OWN;
  };
  return (
    <>
      <label class="field">
        <span>Which {plain(name)}</span>
        <select name={`choice ${name}`} value={choice.value} onChange={(event) => choose(event.currentTarget.value)}>
          {keys.map(({ id: one, name: called, status, secret_hidden: isHidden }) => (
            <option key={one} value={one} disabled={isHidden}>
              {called ?? one}
              {status === 'blocked' && ', blocked'}
              {isHidden && ' (its secret is no longer shown)'}
            </option>
          ))}
          {kind !== 'certificate' && <option value={WRONG}>a wrong one</option>}
          {kind !== 'certificate' && <option value={OWN}>my own</option>}
          <option value="">none</option>
        </select>
      </label>
      {kind === 'certificate' || choice.value === '' ? (
        <input type="hidden" name={`id ${name}`} value={choice.value} />
      ) : (
        <>
          {hasId && (
            <label class="field">
              <span>Id of the {plain(name)}</span>
              <input
                name={`id ${name}`}
                autocomplete="off"
                value={id.value}
                onInput={(event) => edit(id, event.currentTarget.value)}
              />
            </label>
          )}
          <label class="field wide-field">
            <span>{hasId ? `Secret of the ${plain(name)}` : `The ${plain(name)}`}</span>
            <textarea
              name={`secret ${name}`}
              rows={Math.min(4, secret.value.split('\n').length)}
              spellcheck={false}
              autocomplete="off"
              value={secret.value}
              onInput={(event) => edit(secret, event.currentTarget.value)}
            />
          </label>
        </>
      )}
    </>
  );
}

function TokenField({
  name,
  from,
  contract,
}: {
  readonly name: string;
  readonly from: readonly string[];
  readonly contract: string;
}): VNode {
  const known = tokens.value.find((one) => one.contract === contract);
  const typed = useSignal<string | undefined>(undefined);
  const acting = useActing();
  const [giver] = from;
  const value = typed.value ?? known?.value ?? '';
  return (
    <div class="field wide-field">
      <label>
        <span>{plain(name).replace(/^./, (letter) => letter.toUpperCase())}</span>
        <input
          name={`token ${name}`}
          autocomplete="off"
          value={value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      <span class="actions">
        {giver !== undefined && (
          <Action
            acting={acting}
            does={async () => {
              const token = await getToken(contract, giver);
              if (token === undefined) throw new Error(`${giver} gave out no token: open it, and send it from there.`);
              typed.value = undefined;
            }}
          >
            Get a new one
          </Action>
        )}
        <button type="button" onClick={() => (typed.value = wrongOne(known?.value))}>
          A wrong one
        </button>
        <button type="button" onClick={() => (typed.value = '')}>
          None
        </button>
        {giver !== undefined && <a href={hrefOf('reference', contract, giver)}>{giver} gives it out</a>}
      </span>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
    </div>
  );
}

/** Which of its credentials a request carries. */
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
        const from = operation.requirements.find(({ credential }) => credential === name)?.from ?? [];
        return kind === 'token' || kind === 'session' ? (
          <TokenField key={name} name={name} from={from} contract={sheet.contract} />
        ) : (
          <KeyField key={name} name={name} kind={kind} sheet={sheet} />
        );
      })}
    </>
  );
}

function requestOf(form: HTMLFormElement, operation: Operation): NewRequest {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const parameters = operation.parameters.flatMap(({ name, in: place }) => {
    const value = text(`parameter ${place} ${name}`);
    return value === '' ? [] : [{ in: place, name, value }];
  });
  const names = new Set(
    [...data.keys()].flatMap((name) => (/^(id|secret|token) /.test(name) ? [name.slice(name.indexOf(' ') + 1)] : [])),
  );
  const credentials = [...names].flatMap((name) => {
    const id = text(`id ${name}`);
    const secret = text(`secret ${name}`).replaceAll('\r\n', '\n') || text(`token ${name}`);
    if (id === '' && secret === '') return [];
    return [{ credential: name, ...(id !== '' && { id }), ...(secret !== '' && { secret }) }];
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

function Answer({ tried, sendsMessage }: { readonly tried: Tried; readonly sendsMessage: boolean }): VNode | null {
  const { answer, refusal } = tried;
  const box = useRef<HTMLElement>(null);
  // Whoever sent it reads on from here, wherever the form was.
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'start' });
  }, [tried]);
  if (answer === undefined) return null;
  const isFine = answer.status > 0 && answer.status < 400;
  const words = isFine ? 'It was answered.' : 'The answer is an error that no rule of the contract gave.';
  return (
    <section ref={box} tabIndex={-1} class={`hero ${isFine ? 'fine' : 'refused'}`} aria-label="The answer">
      <h2>
        <span class={`status ${isFine ? 'fine' : 'refused'}`}>{answer.status === 0 ? '3xx' : answer.status}</span>{' '}
        {refusal?.explanation?.finding ??
          refusal?.meaning ??
          (answer.status === 0 ? 'It redirects: its journal entry says where to.' : words)}
      </h2>
      <p class="actions">
        {answer.entry !== undefined && <a href={hrefOf('requests', answer.entry)}>request {answer.entry} in full</a>}
        {isFine && sendsMessage && <a href={hrefOf('inbox')}>what was sent is in the inbox</a>}
      </p>
      {refusal?.explanation !== undefined && <NextSteps next={refusal.explanation.next} />}
      {answer.body !== '' && <Code text={pretty(answer.body)} of="the body of the answer" />}
    </section>
  );
}

type Parameter = Operation['parameters'][number];

function ParameterField({ name, in: place, required, type, description, value }: Parameter): VNode {
  return (
    <label class="field">
      <span>
        <code>{name}</code> {place}
        {required && ', required'}
      </span>
      <input name={`parameter ${place} ${name}`} autocomplete="off" defaultValue={value ?? ''} />
      <small>
        {type}
        {description !== undefined && (
          <>
            . <Words text={description} />
          </>
        )}
      </small>
    </label>
  );
}

/** Those that nobody needs stand behind a word, so that the button to send it is near. */
function ParameterFields({ parameters }: Pick<Operation, 'parameters'>): VNode {
  const isNeeded = ({ required, value }: Parameter): boolean => required || value !== undefined;
  const optional = parameters.filter((one) => !isNeeded(one));
  return (
    <>
      {parameters.filter(isNeeded).map((one) => (
        <ParameterField key={`${one.in} ${one.name}`} {...one} />
      ))}
      {optional.length > 0 && (
        <details class="optional">
          <summary>{counted(optional.length, 'optional parameter')}</summary>
          <div class="fields">
            {optional.map((one) => (
              <ParameterField key={`${one.in} ${one.name}`} {...one} />
            ))}
          </div>
        </details>
      )}
    </>
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
  const tried = useSignal<Tried | undefined>(undefined);
  const type = useSignal(operation.bodies[0]?.type ?? '');
  const body = operation.bodies.find((one) => one.type === type.value);
  const attempt = (): Attempt => ({
    contract: contract.name,
    operation: operation.id,
    request: requestOf(form.current!, operation),
  });
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
            tried.value = undefined;
            tried.value = await tryRequest(attempt());
            prepared.value = tried.value.prepared;
          });
        }}
      >
        <CredentialFields operation={operation} sheet={sheet} />
        <ParameterFields parameters={operation.parameters} />
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
          <button
            type="button"
            disabled={acting.busy}
            onClick={() =>
              void acting.act(async () => {
                tried.value = undefined;
                prepared.value = await prepareAttempt(attempt());
              })
            }
          >
            Show as curl
          </button>
        </p>
      </form>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      {why !== undefined && <p class="quiet">{why} Send the line below from a terminal.</p>}
      {tried.value !== undefined && <Answer tried={tried.value} sendsMessage={operation.sends_message === true} />}
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
                      <Prose text={description} />
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
            <div class="answer-words">
              <span class={`status ${Number(status) >= 400 ? 'refused' : 'fine'}`}>{status}</span>
              <Prose text={description ?? ''} />
            </div>
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
        : `Send it with ${requirements
            .map(
              ({ title, credential, scopes, also }) =>
                `${title ?? plain(credential)}${also.length === 0 ? '' : ` with ${also.map(plain).join(' and ')}`}${scopes.length === 0 ? '' : ` (${scopes.join(', ')})`}`,
            )
            .join(', or ')}${anonymous ? ', or with nothing' : ''}.`}
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
