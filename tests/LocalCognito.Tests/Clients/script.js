import { text } from 'node:stream/consumers';

/** Reads the test's input from stdin, and gives it the action's result on stdout, both as JSON. */
export async function answer(action) {
  const input = JSON.parse(await text(process.stdin));
  console.log(JSON.stringify(await action(input)));
}

/** What an action was refused with, in the fields that OAuth has for it; a test compares them by value. */
export async function refusal(action) {
  try {
    await action();
    return null;
  } catch (error) {
    // Cognito's challenges name no scheme, so that the library cannot read them and hands over the whole response.
    const response = error.cause instanceof Response ? error.cause : null;
    return {
      status: error.status ?? response?.status ?? null,
      error: error.error ?? null,
      code: error.code ?? null,
      challenge: response?.headers.get('www-authenticate') ?? null,
    };
  }
}
