/** Which component shows a place. Each loads when somebody goes there. */
import type { Component } from 'svelte';
import type { Place } from '../routes';

export type Screen = Component<{ params: Readonly<Record<string, string>> }>;

/** Screens that need no parameter declare none, so the table holds them by what they have in common: nothing. */
const lazy: Record<Place['name'], () => Promise<{ default: unknown }>> = {
  home: () => import('../screens/Home.svelte'),
  contests: () => import('../screens/contests/Contests.svelte'),
  wizard: () => import('../screens/contests/Wizard.svelte'),
  contest: () => import('../screens/contests/Contest.svelte'),
  monitor: () => import('../screens/contests/Monitor.svelte'),
  participants: () => import('../screens/contests/Participants.svelte'),
  participant: () => import('../screens/contests/Participant.svelte'),
  roster: () => import('../screens/contests/Roster.svelte'),
  messages: () => import('../screens/contests/Messages.svelte'),
  share: () => import('../screens/contests/Share.svelte'),
  templates: () => import('../screens/contests/Templates.svelte'),
  packages: () => import('../screens/contests/Packages.svelte'),
  units: () => import('../screens/units/Units.svelte'),
  unitImport: () => import('../screens/units/UnitImport.svelte'),
  registrations: () => import('../screens/units/Registrations.svelte'),
  register: () => import('../screens/units/Register.svelte'),
  unit: () => import('../screens/units/Unit.svelte'),
  staff: () => import('../screens/staff/Staff.svelte'),
  account: () => import('../screens/staff/Account.svelte'),
  notifications: () => import('../screens/staff/Notifications.svelte'),
  audit: () => import('../screens/staff/Audit.svelte'),
  settings: () => import('../screens/staff/Webhooks.svelte'),
  invitation: () => import('../screens/staff/Invitation.svelte'),
  recovery: () => import('../screens/staff/Recovery.svelte'),
  banks: () => import('../screens/Banks.svelte'),
  bank: () => import('../screens/Bank.svelte'),
  fresh: () => import('../screens/Question.svelte'),
  question: () => import('../screens/Question.svelte'),
  quality: () => import('../screens/Quality.svelte'),
  supply: () => import('../screens/Supply.svelte'),
  imports: () => import('../screens/Imports.svelte'),
  import: () => import('../screens/Preview.svelte'),
  reviews: () => import('../screens/Reviews.svelte'),
  laws: () => import('../screens/Laws.svelte'),
  lawImport: () => import('../screens/LawImport.svelte'),
  law: () => import('../screens/Law.svelte'),
  missing: () => import('../screens/Missing.svelte'),
};

export async function load(name: Place['name']): Promise<Screen> {
  return (await lazy[name]()).default as Screen;
}
