/** Records that do not move as they should, and webhooks that tell it wrongly. */
import { at } from '../../mock/contract/openapi-document.ts';
import type { Document, Schema } from '../../mock/contract/openapi-document.ts';
import { moves } from '../checks/derived/moves.ts';
import { webhooks } from '../checks/webhook/delivered-events.ts';
import type { Fill, Move } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { all } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { rewritten } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';

const checked: Has = (contract) => moves({ contract }).length > 0;

const moving: Has = all(checked, ({ resources }) =>
  [...resources.values()].some(({ moves: list = [] }) => list.some(({ after }) => after !== 'PT0S')),
);

const stamped: Has = all(checked, ({ resources }) =>
  [...resources.values()].some(({ moves: list = [] }) => list.some(({ stamp }) => stamp !== undefined)),
);

const listed: Has = all(checked, ({ resources }) =>
  [...resources.values()].some(({ moves: list = [] }) => list.some(({ when }) => when !== undefined)),
);

const movesAs = (change: (move: Writable<Move>, schema: Writable<Schema>) => void): Mutant['seams'] =>
  rewritten((document) => {
    for (const schema of Object.values(document.components?.schemas ?? {}))
      for (const move of schema['x-resource']?.moves ?? []) change(move, schema);
  });

const shifted = (seconds: number): Mutant['seams'] =>
  movesAs((move) => {
    const now = /^PT(\d+)S$/.exec(move.after)?.[1];
    if (now !== undefined) move.after = `PT${Math.max(0, Number(now) + seconds)}S`;
  });

export const MOVES = mutants(checked, [
  {
    id: 'move.never',
    title: 'Records stay in the state in which they were made.',
    killedBy: ['resource.moves-*'],
    seams: rewritten((document) => {
      for (const schema of Object.values(document.components?.schemas ?? {}))
        if (schema['x-resource']) delete schema['x-resource'].moves;
    }),
  },
  {
    id: 'move.second-late',
    title: 'Records move on a second late.',
    killedBy: ['resource.moves-*'],
    seams: shifted(1),
  },
  {
    id: 'move.second-early',
    title: 'Records move on a second early.',
    applies: moving,
    killedBy: ['resource.moves-*'],
    seams: shifted(-1),
  },
  {
    id: 'move.other-end',
    title: 'Records move to another state than they should.',
    killedBy: ['resource.moves-*'],
    seams: movesAs((move, schema) => {
      const states = (schema.properties?.[move.field]?.enum ?? []).map(String);
      move.to = states.find((state) => state !== move.from && state !== move.to) ?? move.to;
    }),
  },
  {
    id: 'move.whatever',
    title: 'Test values decide nothing: the first move is made by every record.',
    applies: listed,
    killedBy: ['resource.moves-*'],
    seams: movesAs((move) => void delete move.when),
  },
  {
    id: 'move.unstamped',
    title: 'A record does not say when it moved.',
    applies: stamped,
    killedBy: ['resource.moves-*'],
    seams: movesAs((move) => void delete move.stamp),
  },
]);

const told: Has = (contract) => webhooks({ contract }).length > 0;

const retried: Has = all(
  told,
  ({ webhookDelivery: delivery }) => delivery !== undefined && delivery.retries.length > 0,
);

const moveTold: Has = (contract) => webhooks({ contract }).some(({ id }) => id.startsWith('webhook.moved:'));

const changeTold: Has = (contract) => webhooks({ contract }).some(({ id }) => id.startsWith('webhook.changed:'));

type Events = readonly (readonly [value: string, event: string])[];

const webhooksAs = (change: (events: Events) => Events): Mutant['seams'] =>
  rewritten((document) => {
    for (const { post } of Object.values(document.webhooks ?? {})) {
      const rule = post?.['x-webhook'];
      if (rule) rule.events = Object.fromEntries(change(Object.entries(rule.events)));
    }
  });

const deliveryAs = (change: (delivery: NonNullable<Writable<Document>['x-webhooks']>) => void): Mutant['seams'] =>
  rewritten((document) => {
    if (document['x-webhooks'] !== undefined) change(document['x-webhooks']);
  });

/** What the body's schema fills with a fact stays as the example has it. */
const unfilled = (fact: Fill): Mutant['seams'] =>
  rewritten((document) => {
    for (const item of Object.values(document.webhooks ?? {})) {
      for (const { schema } of Object.values(item.post?.requestBody?.content ?? {})) {
        const node = schema?.$ref === undefined ? schema : (at(document, schema.$ref) as Writable<Schema>);
        for (const property of Object.values(node?.properties ?? {}))
          if (property['x-fill'] === fact) delete property['x-fill'];
      }
    }
  });

export const WEBHOOKS = mutants(told, [
  {
    id: 'webhook.none',
    title: 'Nothing is told.',
    killedBy: ['webhook.told', 'webhook.changed'],
    seams: rewritten((document) => {
      delete document.webhooks;
      delete document['x-webhooks'];
    }),
  },
  {
    id: 'webhook.other-event',
    title: 'Every event has the name of another.',
    killedBy: ['webhook.told', 'webhook.changed', 'webhook.moved'],
    seams: webhooksAs((events) => events.map(([value], i) => [value, events[(i + 1) % events.length]![1]])),
  },
  {
    id: 'webhook.new-only',
    title: 'What is made is told, and what becomes of it is not.',
    applies: (contract) => changeTold(contract) || moveTold(contract),
    killedBy: ['webhook.changed', 'webhook.moved'],
    seams: webhooksAs((events) => events.slice(0, 1)),
  },
  {
    id: 'webhook.changes-only',
    title: 'What is made is not told.',
    killedBy: ['webhook.told'],
    seams: webhooksAs((events) => events.slice(1)),
  },
  {
    id: 'webhook.own-address-ignored',
    title: 'The address that a record names is not used.',
    killedBy: ['webhook.told'],
    seams: deliveryAs((delivery) => void (delivery.url = { tenant: 'no_such_field' })),
  },
  {
    id: 'webhook.time-stands',
    title: 'Every event of a record happened when it was made.',
    applies: changeTold,
    killedBy: ['webhook.changed'],
    seams: unfilled('webhook.time'),
  },
  {
    id: 'webhook.id-stands',
    title: 'Every event of a record has the same id.',
    applies: changeTold,
    killedBy: ['webhook.changed'],
    seams: unfilled('webhook.id'),
  },
  {
    id: 'webhook.once',
    title: 'What was not taken is not sent again.',
    applies: retried,
    killedBy: ['webhook.again'],
    seams: deliveryAs((delivery) => void (delivery.retries = [])),
  },
  {
    id: 'webhook.again-early',
    title: 'What was not taken is sent again a second early.',
    applies: retried,
    killedBy: ['webhook.again'],
    seams: deliveryAs((delivery) => void (delivery.retries = ['PT9S'])),
  },
  {
    id: 'webhook.move-untold',
    title: 'What moves by itself is told an hour late.',
    applies: moveTold,
    killedBy: ['webhook.moved'],
    seams: movesAs((move) => void (move.after = move.after === 'PT0S' ? move.after : 'PT1H')),
  },
]);
