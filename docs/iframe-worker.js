/* Browsers refuse workers to pages that lie on a disk, and the search of this site runs in one: there it gets an empty frame instead, which does the same. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.appendChild(frame);
      this.inside = frame.contentWindow;
      this.inside.postMessage = (data) => {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
      };
      this.inside.importScripts = (...scripts) =>
        Promise.all(
          scripts.map(
            (source) =>
              new Promise((done, failed) => {
                const script = this.inside.document.createElement("script");
                script.src = source;
                script.onload = done;
                script.onerror = failed;
                this.inside.document.body.appendChild(script);
              }),
          ),
        );
      this.ready = this.inside.importScripts(new URL(url, location.href).href);
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      this.inside.frameElement.remove();
    }
  };
}
