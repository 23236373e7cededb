/** Every operation of `specs/control.yaml` and who answers it; one without a handler does not compile. */
import { advanceClock, getClock, resetClock, setClock } from './control-clock.ts';
import { changeClient, createClient, deleteClient, getClient, listClients } from './control-clients.ts';
import { getHealth, listContracts } from './control-contracts.ts';
import { getIndex } from './control-index.ts';
import { getCredentials } from './control-credentials.ts';
import { addFault, clearFaults, deleteFault, listFaults } from './control-faults.ts';
import { getReportCard } from './control-grade.ts';
import type { Handlers } from './handler.ts';
import { clearJournal, exportJournal, followJournal, getJournalEntry, listJournal } from './control-journal.ts';
import { blockKey, createKey, deleteKey, getKey, listKeys, regenerateKey, unblockKey } from './control-keys.ts';
import { getLatestMessage, listMessages, waitForMessage } from './control-otp.ts';
import { listQuotas } from './control-quotas.ts';
import { getOperation, listOperations, prepareRequest } from './control-operations.ts';
import { createSandbox, deleteSandbox, getSandbox, listSandboxes, resetSandbox } from './control-sandboxes.ts';
import { changeSettings, getSettings } from './control-settings.ts';
import { changeTenant, createTenant, deleteTenant, getTenant, listTenants } from './control-tenants.ts';
import { changeUser, createUser, deleteUser, getUser, listUsers } from './control-users.ts';
import { listSigningKeys, rotateSigningKeys } from './control-signing-keys.ts';
import { cancelConformanceRun, getConformanceRun, startConformanceRun } from './control-verify.ts';
import { listDeliveries, redeliver } from './control-webhooks.ts';

export const HANDLERS: Handlers = {
  getIndex,
  getHealth,
  listContracts,
  listSandboxes,
  createSandbox,
  getSandbox,
  deleteSandbox,
  resetSandbox,
  getClock,
  setClock,
  advanceClock,
  resetClock,
  listOperations,
  getOperation,
  prepareRequest,
  getCredentials,
  listKeys,
  createKey,
  getKey,
  deleteKey,
  blockKey,
  unblockKey,
  regenerateKey,
  listClients,
  createClient,
  getClient,
  changeClient,
  deleteClient,
  listUsers,
  createUser,
  getUser,
  changeUser,
  deleteUser,
  listTenants,
  createTenant,
  getTenant,
  changeTenant,
  deleteTenant,
  listSigningKeys,
  rotateSigningKeys,
  getSettings,
  changeSettings,
  listQuotas,
  getReportCard,
  getConformanceRun,
  startConformanceRun,
  cancelConformanceRun,
  listFaults,
  clearFaults,
  addFault,
  deleteFault,
  listDeliveries,
  redeliver,
  listMessages,
  getLatestMessage,
  waitForMessage,
  listJournal,
  clearJournal,
  getJournalEntry,
  followJournal,
  exportJournal,
};
