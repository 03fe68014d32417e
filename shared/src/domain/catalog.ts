/**
 * The list of features: what can be done and what can happen, in a session and in the house.
 * What must stay true: this is the only list; a verb not in it does not exist.
 */
import type { z } from 'zod'
import { agenda } from './agenda.ts'
import { annotations } from './annotations.ts'
import { attendance } from './attendance.ts'
import { ballot } from './ballot.ts'
import { clockJump } from './clock-jump.ts'
import { committee } from './committee.ts'
import { devices } from './devices.ts'
import { documents } from './documents.ts'
import type { Fact, Verb } from './feature.ts'
import { house } from './house.ts'
import { minutes } from './minutes.ts'
import { opinion } from './opinion.ts'
import { paper } from './paper.ts'
import { people } from './people.ts'
import { projector } from './projector.ts'
import { rehearsal } from './rehearsal.ts'
import { secretBallot } from './secret-ballot.ts'
import { secretClearing } from './secret-clearing.ts'
import { secretKeys } from './secret-keys.ts'
import { secretMode } from './secret-mode.ts'
import { ruleDesk } from './rule-desk.ts'
import { session } from './session.ts'
import { signing } from './signing.ts'
import { speakers } from './speakers.ts'
import { houseStandby, standby } from './standby.ts'
import { suggestions } from './suggestions.ts'
import { witness } from './witness.ts'

export const sessionCommands = {
  ...session.commands,
  ...people.commands,
  ...devices.commands,
  ...attendance.commands,
  ...agenda.commands,
  ...documents.commands,
  ...signing.commands,
  ...speakers.commands,
  ...ballot.commands,
  ...projector.commands,
  ...annotations.commands,
  ...suggestions.commands,
  ...minutes.commands,
  ...committee.commands,
  ...paper.commands,
  ...rehearsal.commands,
  ...secretMode.commands,
  ...secretKeys.commands,
  ...secretBallot.commands,
  ...secretClearing.commands,
  ...opinion.commands,
  ...witness.commands,
  ...ruleDesk.commands,
  ...clockJump.commands,
  ...standby.commands,
}

export const sessionEvents = {
  ...session.events,
  ...people.events,
  ...devices.events,
  ...attendance.events,
  ...agenda.events,
  ...documents.events,
  ...signing.events,
  ...speakers.events,
  ...ballot.events,
  ...projector.events,
  ...annotations.events,
  ...suggestions.events,
  ...minutes.events,
  ...committee.events,
  ...paper.events,
  ...rehearsal.events,
  ...secretMode.events,
  ...secretKeys.events,
  ...secretBallot.events,
  ...secretClearing.events,
  ...opinion.events,
  ...witness.events,
  ...ruleDesk.events,
  ...clockJump.events,
  ...standby.events,
}

export const houseCommands = { ...house.commands, ...houseStandby.commands }
export const houseEvents = { ...house.events, ...houseStandby.events }

/** The log of the house. Every other log is a session. */
export const houseLog = 'house'

export interface Catalog {
  readonly commands: Readonly<Record<string, Verb>>
  readonly events: Readonly<Record<string, Fact>>
}

export const sessionCatalog: Catalog = {
  commands: sessionCommands,
  events: sessionEvents,
}
export const houseCatalog: Catalog = { commands: houseCommands, events: houseEvents }

export const catalogOf = (log: string): Catalog => (log === houseLog ? houseCatalog : sessionCatalog)

type Commands = typeof sessionCommands & typeof houseCommands
export type CommandType = keyof Commands
/** What a client sends for a verb. */
export type InputOf<T extends CommandType> = z.input<Commands[T]['input']>
