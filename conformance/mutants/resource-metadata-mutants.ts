/** Resources that say of themselves what is not so. */
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { all, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { bodyAs, ofAction, replying } from './wrap/wrap-reply.ts';

const telling = (change: (body: Record<string, unknown>) => Record<string, unknown>) =>
  replying(ofAction('resource_metadata'), bodyAs(change));

const dpop: Has = ({ credentials }) =>
  [...credentials.values()].some((one) => one.kind === 'token' && one.dpop !== undefined);

const challenges: Has = ({ operations }) =>
  operations.some(({ action }) => action.type === 'resource_metadata' && action.in_challenge === true);

export const RESOURCE_METADATA: readonly Mutant[] = [
  ...mutants(has('resource_metadata'), [
    {
      id: 'resource.other',
      title: 'A resource names another in its metadata.',
      killedBy: ['oauth.resource-identifier'],
      seams: telling((body) => ({ ...body, resource: `${String(body['resource'])}/` })),
    },
    {
      id: 'resource.no-methods',
      title: 'A resource says that it takes no tokens.',
      killedBy: ['oauth.resource-methods'],
      seams: telling((body) => ({ ...body, bearer_methods_supported: ['body'] })),
    },
  ]),
  ...mutants(all(has('resource_metadata'), has('metadata')), [
    {
      id: 'resource.other-server',
      title: 'A resource names a server that gives out no tokens for it.',
      killedBy: ['oauth.resource-servers'],
      seams: telling((body) => ({ ...body, authorization_servers: ['https://other.example'] })),
    },
    {
      id: 'resource.strange-scope',
      title: 'A resource names a scope that the server does not give.',
      killedBy: ['oauth.resource-servers'],
      seams: telling((body) => ({ ...body, scopes_supported: ['everything'] })),
    },
    {
      id: 'resource.not-listed',
      title: 'The server does not list the resource.',
      killedBy: ['oauth.resource-servers'],
      seams: replying(
        ofAction('metadata'),
        bodyAs(({ protected_resources: _listed, ...body }) => body),
      ),
    },
  ]),
  ...mutants(all(has('resource_metadata'), dpop), [
    {
      id: 'resource.proofs-untold',
      title: 'A resource does not say how proofs may be signed.',
      killedBy: ['oauth.resource-proofs'],
      seams: telling(({ dpop_signing_alg_values_supported: _told, ...body }) => body),
    },
    {
      id: 'resource.bound-told',
      title: 'A resource says of its tokens the contrary of whether all are bound to keys.',
      killedBy: ['oauth.resource-proofs'],
      seams: telling((body) => ({
        ...body,
        dpop_bound_access_tokens_required: body['dpop_bound_access_tokens_required'] !== true,
      })),
    },
  ]),
  ...mutants(challenges, [
    {
      id: 'resource.not-in-challenge',
      title: 'The challenge does not name the metadata of the resource.',
      killedBy: ['oauth.resource-challenge'],
      seams: actionsAs('resource_metadata', (action) => void delete action.in_challenge),
    },
  ]),
];
