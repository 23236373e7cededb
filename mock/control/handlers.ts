/** Every operation of `specs/control.yaml` and who answers it; one without a handler does not compile. */
import { advanceClock, getClock, resetClock, setClock } from './clock.ts';
import { changeClient, createClient, deleteClient, getClient, listClients } from './clients.ts';
import { getHealth, listContracts } from './contracts.ts';
import { getCredentials } from './credentials.ts';
import type { Handlers } from './handler.ts';
import { clearJournal, listJournal } from './journal.ts';
import { blockKey, createKey, deleteKey, getKey, listKeys, regenerateKey, unblockKey } from './keys.ts';
import { getLatestMessage, listMessages, waitForMessage } from './otp.ts';
import { createSandbox, deleteSandbox, getSandbox, listSandboxes, resetSandbox } from './sandboxes.ts';
import { changeSettings, getSettings } from './settings.ts';
import { changeTenant, createTenant, deleteTenant, getTenant, listTenants } from './tenants.ts';
import { changeUser, createUser, deleteUser, getUser, listUsers } from './users.ts';
import { listDeliveries, redeliver } from './webhooks.ts';

export const HANDLERS: Handlers = {
  getHealth, listContracts,
  listSandboxes, createSandbox, getSandbox, deleteSandbox, resetSandbox,
  getClock, setClock, advanceClock, resetClock,
  getCredentials,
  listKeys, createKey, getKey, deleteKey, blockKey, unblockKey, regenerateKey,
  listClients, createClient, getClient, changeClient, deleteClient,
  listUsers, createUser, getUser, changeUser, deleteUser,
  listTenants, createTenant, getTenant, changeTenant, deleteTenant,
  getSettings, changeSettings,
  listDeliveries, redeliver,
  listMessages, getLatestMessage, waitForMessage,
  listJournal, clearJournal,
};
