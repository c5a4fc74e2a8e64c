// Reads a QR code with this device's camera into an input; no picture leaves the device (reader.js).
//
//   <input id="number"> … <button type="button" hidden data-scan-into="number" …>   (the macro `scan` of scanning.html)
//
// The button appears where a page may use a camera (https, or this machine); elsewhere it stays hidden, and the sentence
// beside it says why: `data-insecure`, `data-none`. What goes wrong once it is pressed is said by `data-denied`,
// `data-absent`, `data-busy` and `data-unread`. What is read is put into the input, which then says `input` and `change`;
// with `data-scan-then="submit"` its form is sent, with `data-scan-then="more"` the camera goes on to the next code,
// until the button is pressed again.

import { reader } from "./reader.js";

const LABEL = /(?<![0-9A-Z])[0-9A-Z]{37}(?![0-9A-Z])/; // 数字识别码 of HJ 1276, in the address that a label carries
const PAUSE = 150; // ms between two looks
const SAME_AGAIN = 2000; // ms for which one code before the camera is one reading
const CAMERA = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };
const WHY = { NotFoundError: "absent", OverconstrainedError: "absent", NotReadableError: "busy", AbortError: "busy" };

/** What a code says, as one would type it: of a web address the label's code, or the subject whose life it opens. */
export function asTyped(text) {
  if (!/^https?:/.test(text)) return text.trim();
  const label = text.match(LABEL);
  const opened = text.match(/^https?:\/\/[^/]+\/replay\/([^?#]+)/);
  return label ? label[0] : opened ? decodeURIComponent(opened[1]) : text.trim();
}

let on; // the one scan whose camera is on: a phone gives its camera once

/** One button: its camera, while it is on. */
class Scan {
  constructor(button) {
    this.button = button;
    this.input = document.getElementById(button.dataset.scanInto);
    this.note = document.getElementById(`${button.dataset.scanInto}-scan`);
    this.words = button.textContent;
    this.last = { text: "", at: 0 };
    button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
  }

  say(text) {
    if (!this.note) return;
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  async start() {
    on?.stop();
    on = this;
    this.button.disabled = true; // until the person has answered whether a camera may be used
    try {
      this.stream = await navigator.mediaDevices.getUserMedia(CAMERA);
    } catch (error) {
      return this.say(this.button.dataset[WHY[error.name] ?? "denied"]);
    } finally {
      this.button.disabled = false;
    }
    this.say(this.button.dataset.hold);
    this.view = Object.assign(document.createElement("div"), { className: "scan-view" });
    this.video = document.createElement("video");
    Object.assign(this.video, { muted: true, playsInline: true, srcObject: this.stream });
    this.view.append(this.video);
    this.button.after(this.view);
    this.button.textContent = this.button.dataset.stop;
    this.stream.getVideoTracks()[0].addEventListener("ended", () => this.stop()); // taken away, or unplugged
    (this.note ?? this.view).scrollIntoView({ block: "nearest" }); // on a phone it opens below the fold
    this.video.play().catch(() => {}); // not waited for: a camera may be long in giving its first picture
    this.look(this.stream);
  }

  async look(stream) {
    try {
      const read = await reader();
      while (this.stream === stream) {
        if (!this.view.offsetParent) return this.stop(); // the question that it stood in is past
        const text = await read(this.video);
        if (text && this.stream === stream) this.read(asTyped(text));
        await new Promise((go) => setTimeout(go, PAUSE));
      }
    } catch {
      if (this.stream !== stream) return;
      this.stop();
      this.say(this.button.dataset.unread);
    }
  }

  read(text) {
    const now = Date.now();
    const again = text === this.last.text && now - this.last.at < SAME_AGAIN;
    this.last = { text, at: now };
    if (again) return;
    this.input.value = text;
    const then = this.button.dataset.scanThen;
    if (then !== "more") this.stop();
    for (const name of ["input", "change"]) this.input.dispatchEvent(new Event(name, { bubbles: true }));
    if (then === "submit") this.input.form.requestSubmit();
    else this.say(`${this.button.dataset.found} ${text}`);
  }

  stop() {
    if (!this.stream) return;
    for (const track of this.stream.getTracks()) track.stop();
    this.stream = null;
    this.view.remove();
    this.button.textContent = this.words;
    this.say("");
  }
}

/** Show the buttons that may use a camera; where a page is shown anew (live.js), its new ones. */
function arm() {
  for (const button of document.querySelectorAll("button[data-scan-into][hidden]")) {
    const scan = new Scan(button);
    if (!window.isSecureContext) scan.say(button.dataset.insecure);
    else if (!navigator.mediaDevices?.getUserMedia) scan.say(button.dataset.none);
    else button.hidden = false;
  }
}

arm();
document.addEventListener("shown-anew", arm);
window.addEventListener("pagehide", () => on?.stop());
