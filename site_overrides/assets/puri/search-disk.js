/*
 * Search in pages opened from a disk, where a browser starts no worker: what stands in for one runs search.js in
 * the page itself.
 */
'use strict';

if (location.protocol === 'file:') {
  globalThis.Worker = class extends EventTarget {
    #answer;

    constructor(address) {
      super();
      const tell = (data) => this.dispatchEvent(new MessageEvent('message', { data }));
      this.#answer = new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.src = address;
        script.onload = () => resolve(globalThis.puriSearchWorker(tell));
        script.onerror = reject;
        document.head.append(script);
      });
    }

    async postMessage(message) {
      (await this.#answer)(message);
    }
  };
}
