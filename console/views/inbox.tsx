/** One-time passwords and links, as a phone or a mailbox would have received them. */
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { CopyButton } from '../parts/copy.tsx';
import { Await, Empty } from '../parts/state.tsx';
import { sandboxNow } from '../state/clock.ts';
import { sawMessages } from '../state/inbox.ts';
import { useOperations } from '../state/operations.ts';
import { hrefOf } from '../state/route.ts';
import type { Contract, Message } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { clockTime, fromNow, plain } from '../state/words.ts';

/** A link of an app, which no browser opens, is shown as text: whoever tests the app copies it. */
function MessageLink({ link }: { readonly link: string }): VNode {
  return /^https?:/.test(link) ? (
    <a class="long" href={link} target="_blank" rel="noreferrer">
      {link}
    </a>
  ) : (
    <code class="long">{link}</code>
  );
}

function Received({ message }: { readonly message: Message }): VNode {
  const now = sandboxNow.value;
  const ends = Date.parse(message.expires_at);
  const isOver = now !== undefined && ends <= now;
  return (
    <li class={isOver ? 'over' : undefined}>
      <p class="otp">
        {message.link === undefined ? <code>{message.code}</code> : <MessageLink link={message.link} />}
        <CopyButton
          text={message.link ?? message.code}
          of={`the ${message.link === undefined ? 'password' : 'link'} sent to ${message.to}`}
        />
      </p>
      <p>
        to <b>{message.to}</b>, for {plain(message.operation)}
        {message.resource !== null && (
          <>
            {' '}
            of <code class="long">{message.resource}</code>
          </>
        )}
      </p>
      <p class="quiet">
        {message.contract}, sent {clockTime(Date.parse(message.sent_at))} UTC.{' '}
        {now !== undefined && (isOver ? 'It has expired.' : `It expires ${fromNow(ends, now)}.`)}
      </p>
    </li>
  );
}

/** What has to be asked for something to arrive. */
function Senders({ contracts }: { readonly contracts: readonly Contract[] }): VNode | null {
  const known = useOperations(contracts.map(({ name }) => name));
  const senders = contracts.flatMap(({ name, title }) =>
    (known.get(name) ?? []).flatMap(({ sends_message: sends, ...operation }) =>
      sends === true ? [{ ...operation, contract: name, title }] : [],
    ),
  );
  if (senders.length === 0)
    return known.size < contracts.length ? null : <p>No operation of these providers sends one.</p>;
  return (
    <>
      <p>A password or link shows up here the moment a provider is asked to send one. These operations do:</p>
      <ul>
        {senders.map(({ contract, title, id, summary }) => (
          <li key={`${contract} ${id}`}>
            <a href={hrefOf('reference', contract, id)}>{summary ?? id}</a> <small>{title}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Inbox({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const asked = useAsked<{ readonly messages: readonly Message[] }>('/otp', {}, true);
  const { data } = asked;
  useEffect(() => {
    if (data !== undefined) sawMessages(data.messages);
  }, [data]);
  return (
    <>
      <h1>One-time passwords and links</h1>
      <p class="lead">What a person’s phone or mailbox would have received, newest first.</p>
      <Await asked={asked}>
        {({ messages }) =>
          messages.length === 0 ? (
            <Empty title="Nothing has arrived">
              <Senders contracts={contracts} />
            </Empty>
          ) : (
            <ul class="cards">
              {messages.toReversed().map((message) => (
                <Received key={message.id} message={message} />
              ))}
            </ul>
          )
        }
      </Await>
    </>
  );
}
