// @ts-check
// What the page may load: its own worker, and the files beside it. Where the browser asks for trusted addresses, no others can be had.

/** The address of the page's own worker. */
let workerAddress = "";
/** @type {{createScriptURL: (address: string) => any}|null} */
let addressPolicy = null;

/** The address, or an error if it is none of those. @param {string} address @returns {string} */
function allowedAddress(address) {
  if (address !== workerAddress && !/^details-[0-9]+\.js$/.test(address)) throw new TypeError("this is not a part of the page");
  return address;
}

/** @param {string} address @returns {string} what the browser takes for an address */
function trustedAddress(address) {
  addressPolicy ||= /** @type {any} */ (globalThis).trustedTypes?.createPolicy("counterroll", { createScriptURL: allowedAddress }) ?? { createScriptURL: allowedAddress };
  return /** @type {any} */ (addressPolicy).createScriptURL(address);
}
