/** Every JavaScript host has it, although the language does not. */
declare const setTimeout: (run: () => void, milliseconds: number) => unknown;

/** Lets timers, events and other work have their turn. */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
