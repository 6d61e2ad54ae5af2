/** Events of one minute. They are rates, so parts of an event are allowed. */
export interface MinuteOfEvents {
  readonly valid: number;
  readonly bad: number;
}

/** One way in which things go wrong, from the minute 0 in which it begins. */
export interface ErrorShape {
  readonly name: string;
  /** Share of bad events that never ends, where the shape is that simple; for the formula. */
  readonly constant?: number;
  at(minute: number): MinuteOfEvents;
}

/** Events a minute where nothing else is said. */
const TRAFFIC = 60;

/** Long enough for the slowest burn rate of each objective, in minutes. Then people give up, and nothing is emitted. */
const LAST_EVENT = 240;

/** Twelve ways in which a service fails: all of it, a part of it, briefly, on and off, more and more, with few to notice. */
export const ERROR_SHAPES: readonly ErrorShape[] = [
  ...[1, 0.5, 0.2, 0.1, 0.05, 0.01].map(constantShape),
  { name: '0.05 % for good', constant: 0.0005, at: () => events(0.0005) },
  { name: 'all, 3 minutes', at: (minute) => events(minute < 3 ? 1 : 0) },
  { name: 'all, 10 minutes', at: (minute) => events(minute < 10 ? 1 : 0) },
  { name: 'all, 5 minutes of every 30', at: (minute) => events(minute % 30 < 5 ? 1 : 0) },
  { name: 'more and more, 0 to 100 % in 2 hours', at: (minute) => events(Math.min(1, (minute + 1) / 120)) },
  { name: 'all of 1 event a minute, 4 hours, then none', at: (minute) => events(1, minute < LAST_EVENT ? 1 : 0) },
];

function constantShape(share: number): ErrorShape {
  return { name: `${share * 100} % for good`, constant: share, at: () => events(share) };
}

function events(share: number, traffic = TRAFFIC): MinuteOfEvents {
  return { valid: traffic, bad: traffic * share };
}

/** As long as the longest window: what came before a failure weighs on its share. */
export const HEALTHY_MINUTES = 3 * 1_440;

/** Long enough for the slowest alarm to be raised, in minutes. */
export const FAILING_MINUTES = 3 * 1_440;

/** Every minute of a run: health at the shape's own traffic first, then the failure. */
export function minutesOf(shape: ErrorShape, failing: number = FAILING_MINUTES): MinuteOfEvents[] {
  const { valid } = shape.at(0);
  return [
    ...Array.from({ length: HEALTHY_MINUTES }, () => ({ valid, bad: 0 })),
    ...Array.from({ length: failing }, (_, minute) => shape.at(minute)),
  ];
}
