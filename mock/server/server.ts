/** The sandbox's server: every contract's routes, and the control plane. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { builtInSource } from '../contract/built-in-contracts.ts';
import { compileAccepted, compileContract } from '../contract/compile/compile-contract.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { CONTROL_PREFIX } from '../request/control-prefix.ts';
import { controlPlane } from '../control/control-plane.ts';
import { FastifyIncoming } from './incoming-request.ts';
import { boundsOf } from '../state/bounds.ts';
import { openStore } from '../state/stores/open-store.ts';
import { checkRedirectUris } from '../contract/redirect-uri.ts';
import { DEFAULT_LIMITS } from '../sandboxes/sandbox-limits.ts';
import { DEFAULT_SANDBOX } from '../sandboxes/create-world.ts';
import { createSandboxes } from '../sandboxes/sandboxes.ts';
import type { Responder } from './responder.ts';
import { createApp, createFront } from './fastify-app.ts';
import { sendConsole } from './console-page.ts';
import { readAuthorities } from './client-authorities.ts';
import { contractBase } from './contract-base-urls.ts';
import type { Places } from './contract-base-urls.ts';
import { limitBodies, limitConnections } from './http-limits.ts';
import { drained } from './graceful-stop.ts';
import { loadAheadOfCrowds } from './load-ahead.ts';
import { writeAtOnce } from './one-write.ts';
import { mount } from './mount-contract.ts';
import { refusedPath } from './server-problems.ts';
import { ownPortContract, sandboxOf } from './sandbox-urls.ts';
import { readPublicUrl } from '../request/public-url.ts';
import { sendContractPage, sendWelcome, wantsPage } from './welcome-pages.ts';
import { wantedPorts } from './wanted-ports.ts';
import type { RunningServer, ServerOptions } from './server-options.ts';
import type { LoadedContract } from '../contract/load-contract.ts';
import type { Seams } from '../pipeline/seams.ts';
import type { StoreBackend } from '../state/stores/store.ts';

/**
 * How many connections may wait to be accepted. Node's 511 are too few for a test that opens a thousand at once on a
 * busy machine: the system resets what it has no room for. It grants less where it is set up to (`somaxconn`).
 */
const BACKLOG = 4096;

/**
 * @throws ContractError for a contract that cannot be served
 * @throws InputError for a store that cannot be opened
 * @throws Error with code `EADDRINUSE` for a port that is taken
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { seams } = options;
  const ports = wantedPorts(options);
  const contracts = new Map(options.contracts.map((loaded) => [loaded.name, compiledOf(loaded, seams)]));
  const backend = await openStore(options.store, boundsOf(options));
  try {
    return await serve(options, contracts, backend, ports);
  } catch (error) {
    // What a store has open would keep the process from ending.
    await backend.close();
    throw error;
  }
}

/** A built-in contract was examined when the package was built. */
const compiledOf = ({ name, document, builtIn }: LoadedContract, seams: Seams | undefined): CompiledContract =>
  builtIn && seams?.document === undefined
    ? compileAccepted(name, document)
    : compileContract(name, seams?.document?.(document) ?? document);

async function serve(
  options: ServerOptions,
  first: ReadonlyMap<string, CompiledContract>,
  backend: StoreBackend,
  ports: readonly number[] | undefined,
): Promise<RunningServer> {
  const {
    host = '127.0.0.1',
    port = 0,
    root,
    seed = '1',
    control = true,
    controlToken,
    redirectUris = [],
    seams,
  } = options;
  const publicUrl = options.publicUrl === undefined ? undefined : readPublicUrl(options.publicUrl);
  let contracts = first;
  checkRedirectUris(redirectUris, contracts);
  const { shared } = backend;
  let served = options.contracts;
  const sends = [...contracts.values()].some(
    ({ webhookDelivery, operations }) =>
      webhookDelivery !== undefined || operations.some(({ action }) => action.type === 'end_session'),
  );
  const webhooks =
    sends || options.reloads === true
      ? (await import('../webhooks/webhook-service.ts')).createWebhookService(
          options.webhookHosts ?? [],
          shared?.process,
        )
      : undefined;
  const limits = {
    most: options.maxSandboxes ?? DEFAULT_LIMITS.most,
    idleMs: options.sandboxIdleMs ?? DEFAULT_LIMITS.idleMs,
  };
  const bounds = boundsOf(options);
  const { tlsClientCa, tlsClientCrl } = options;
  const clientAuthorities = tlsClientCa === undefined ? [] : readAuthorities(tlsClientCa, 'tlsClientCa');
  const revocationLists =
    tlsClientCrl === undefined
      ? []
      : await (await import('./read-revocation-lists.ts')).readRevocationLists(
          tlsClientCrl,
          'tlsClientCrl',
          clientAuthorities,
        );
  const parts = {
    limits,
    bounds,
    clientAuthorities,
    revocationLists,
    contracts,
    backend,
    seed,
    root,
    redirectUris,
    publicUrl,
    seams,
    webhooks,
  };
  const sandboxes =
    shared === undefined
      ? await createSandboxes(parts)
      : await (await import('../sandboxes/shared/shared-sandboxes.ts')).createSharedSandboxes(parts, shared);
  const bodies = limitBodies(bounds.maxBodyBytes);
  const places: Places = { root, publicUrl, main: undefined, own: new Map() };

  /** Everything that is served of some contracts, on no port yet. */
  const build = async (loaded: readonly LoadedContract[], compiled: typeof contracts): Promise<FastifyInstance> => {
    const unmatched = new Map<string, Responder>();
    const baseOf = (request: FastifyRequest, sandbox: string, contract: string): string =>
      contractBase(places, new FastifyIncoming(request, '').origin, sandbox, contract, ownPortContract(request.raw));
    const welcome = (request: FastifyRequest, reply: FastifyReply): boolean => {
      const sandbox = sandboxOf(request.raw) ?? DEFAULT_SANDBOX;
      const [, name = '', rest = ''] = /^\/([^/?]*)\/?([^?]*)/.exec(request.raw.url ?? '/') ?? [];
      const contract = compiled.get(name);
      const isOurs = contract !== undefined || name === '' || `/${name}` === CONTROL_PREFIX;
      if (!wantsPage(request) || rest !== '' || !isOurs || !sandboxes.has(sandbox)) return false;
      const about = {
        contracts: compiled,
        sandbox,
        control: control ? (publicUrl?.path ?? '') + CONTROL_PREFIX : undefined,
        baseUrl: (one: string) => baseOf(request, sandbox, one),
      };
      if (contract !== undefined) sendContractPage(reply, contract, about);
      else if (about.control === undefined) sendWelcome(reply, about);
      else sendConsole(reply, about.control, sandbox);
      return true;
    };
    const app = createApp(
      { ...options, contracts: loaded },
      (request, reply) => {
        if (welcome(request, reply)) return;
        const name = (request.raw.url ?? '/').slice(1).split(/[/?]/, 1)[0]!;
        const responder = unmatched.get(name);
        if (responder) responder(request, reply);
        else refusedPath(reply, [...compiled.keys()]);
      },
      bodies,
    );
    for (const each of compiled.values()) unmatched.set(each.name, mount(app, each, sandboxes, options));
    if (control) {
      await app.register(
        async (scope) => {
          const files = new Map(loaded.map(({ name, file, builtIn }) => [name, builtIn ? builtInSource(name) : file]));
          await controlPlane(scope, {
            sandboxes,
            contracts: compiled,
            files,
            token: controlToken,
            judge: options.judge,
            verifier: options.verifier,
            baseUrl: baseOf,
            welcome,
          });
        },
        { prefix: CONTROL_PREFIX },
      );
    }
    return app;
  };

  /** What answers now. */
  let current = await build(options.contracts, contracts);
  const app = options.reloads === true ? createFront(options, () => current.routing) : current;
  await current.ready();
  limitConnections(app.server, bounds.maxConnections);
  writeAtOnce(app.server, options.tls !== undefined);
  const address = await app.listen({ host, port, backlog: BACKLOG });
  webhooks?.start(sandboxes);
  loadAheadOfCrowds(app.server);
  const url = new URL(address);
  const base = publicUrl === undefined ? url.origin : publicUrl.origin + publicUrl.path;
  places.main = Number(url.port);
  const names = [...contracts.keys()];
  const own =
    ports &&
    (await import('./own-ports.ts')
      .then(({ openOwnPorts }) =>
        openOwnPorts(app.server, (...exchange) => current.routing(...exchange), names, ports, options, BACKLOG),
      )
      .catch(async (error: unknown) => {
        await app.close();
        throw error;
      }));
  own?.ports.forEach((port, i) => places.own.set(names[i]!, port));
  return {
    url: url.origin,
    publicUrl: base,
    port: places.main,
    ownPorts: own?.ports,
    contractUrl: (name, sandbox = 'default') => {
      if (!contracts.has(name)) throw new Error(`no contract ${name}; there are ${[...contracts.keys()].join(', ')}`);
      return contractBase(places, base, sandbox, name);
    },
    controlUrl: url.origin + CONTROL_PREFIX,
    get contracts() {
      return contracts;
    },
    sandboxes,
    async reload(loaded) {
      const next = new Map(
        loaded.map((one, i) => {
          const isSame = served[i]?.document === one.document;
          return [one.name, isSame ? contracts.get(one.name)! : compiledOf(one, seams)];
        }),
      );
      checkRedirectUris(redirectUris, next);
      // Routes know the worlds that are there when they are made.
      await sandboxes.adopt(next);
      try {
        const built = await build(loaded, next);
        await built.ready();
        [served, contracts, current] = [loaded, next, built];
      } catch (error) {
        await sandboxes.adopt(contracts);
        throw error;
      }
    },
    letProcessEnd() {
      for (const server of [app.server, ...(own?.servers ?? [])]) {
        server.unref();
        server.on('connection', (socket) => socket.unref());
      }
    },
    async close() {
      await Promise.all([drained(app.server), own?.drain()]);
      own?.close();
      await webhooks?.close();
      await app.close();
      await backend.close();
    },
  };
}
