/** What the control plane tells, by the names of its document. */
import type { components } from '../../specs/generated/control.ts';

type Schemas = components['schemas'];

export type Contract = Schemas['ContractSummary'];
export type Entry = Schemas['JournalEntry'];
export type EntryDetail = Schemas['JournalDetail'];
export type JournalPage = Schemas['JournalPage'];
export type Refusal = Schemas['Refusal'];
export type KeptMessage = Schemas['KeptMessage'];
export type Sheet = Schemas['CredentialSheet'];
export type Sandbox = Schemas['Sandbox'];
export type Clock = Schemas['Clock'];
export type Message = Schemas['Message'];
export type Delivery = Schemas['Delivery'];
export type Quota = Schemas['Quota'];
export type Fault = Schemas['Fault'];
export type ReportCard = Schemas['ReportCard'];
export type ConformanceRun = Schemas['ConformanceRun'];
export type ConformanceCause = Schemas['ConformanceCause'];
export type Client = Schemas['Client'];
export type Key = Schemas['Key'];
export type Tenant = Schemas['Tenant'];
export type User = Schemas['User'];
export type Operation = Schemas['Operation'];
export type OperationSummary = Schemas['OperationSummary'];
export type PreparedRequest = Schemas['PreparedRequest'];
