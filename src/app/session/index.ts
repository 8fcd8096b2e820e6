export type { Checked, Refusal } from './guards.ts';
export { workerPort, type Connect, type HostListener, type HostPort } from './host-port.ts';
export { browserSessions, memorySessions, type SavedSessions } from './saved-sessions.ts';
export { freshSession, parseCommand, parseSessionFile } from './session-file.ts';
export { Interrupted, Session, type Progress, type Reset, type SessionListener, type SessionNotice, type Surroundings } from './session.ts';
