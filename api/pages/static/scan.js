// Reads a QR code with this device's camera into an input; no picture leaves the device, and no other code runs.
//
//   <input id="number"> … <button type="button" hidden data-scan-into="number" …>   (the macro `scan` of scanning.html)
//
// The button appears where the browser can read codes (BarcodeDetector) and may use a camera (https, or this machine);
// elsewhere it stays hidden, and the sentence beside it says why: `data-none`, `data-insecure`, `data-denied`. What is
// read is put into the input, which then says `input` and `change`; with `data-scan-then="submit"` its form is sent,
// with `data-scan-then="more"` the camera goes on to the next code, until the button is pressed again.

const LABEL = /(?<![0-9A-Z])[0-9A-Z]{37}(?![0-9A-Z])/; // 数字识别码 of HJ 1276, in the address that a label carries
const PAUSE = 150; // ms between two looks
const SAME_AGAIN = 2000; // ms for which one code before the camera is one reading

/** What a code says, as one would type it: of a web address the label's code, or the subject whose life it opens. */
export function asTyped(text) {
  if (!/^https?:/.test(text)) return text.trim();
  const label = text.match(LABEL);
  const opened = text.match(/^https?:\/\/[^/]+\/replay\/([^?#]+)/);
  return label ? label[0] : opened ? decodeURIComponent(opened[1]) : text.trim();
}

/** What can read QR codes here; null where nothing can. */
async function reader() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

/** One button: its camera, while it is on. */
class Scan {
  constructor(button, detector) {
    this.button = button;
    this.detector = detector;
    this.input = document.getElementById(button.dataset.scanInto);
    this.note = document.getElementById(`${button.dataset.scanInto}-scan`);
    this.words = button.textContent;
    this.last = { text: "", at: 0 };
    button.addEventListener("click", () => (this.stream ? this.stop() : this.start()));
    window.addEventListener("pagehide", () => this.stop());
  }

  say(text) {
    if (!this.note) return;
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  async start() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch {
      this.say(this.button.dataset.denied);
      return;
    }
    this.say(this.button.dataset.hold);
    this.video = document.createElement("video");
    Object.assign(this.video, { muted: true, playsInline: true, srcObject: this.stream, className: "scan-view" });
    this.button.after(this.video);
    this.button.textContent = this.button.dataset.stop;
    this.video.play().catch(() => {}); // not waited for: a camera may be long in giving its first picture
    this.look();
  }

  async look() {
    if (!this.stream) return;
    const found = await this.detector.detect(this.video).catch(() => []); // before its first picture a camera has none
    if (found.length && this.stream) this.read(asTyped(found[0].rawValue));
    setTimeout(() => this.look(), PAUSE);
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
    this.video.remove();
    this.button.textContent = this.words;
    this.say("");
  }
}

const buttons = document.querySelectorAll("button[data-scan-into]");
const detector = buttons.length ? await reader().catch(() => null) : null;
for (const button of buttons) {
  const scan = new Scan(button, detector);
  if (!window.isSecureContext || !navigator.mediaDevices) scan.say(button.dataset.insecure);
  else if (!detector) scan.say(button.dataset.none);
  else {
    button.hidden = false;
    scan.say("");
  }
}
