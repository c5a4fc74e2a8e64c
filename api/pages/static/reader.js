// Reads a QR code off what a camera shows: by the browser's own BarcodeDetector where it reads QR, and elsewhere (Safari,
// Firefox, most Chromium on desks, Android without its services) by the module `qr` of Paul Miller, MIT OR Apache-2.0.
// That is a file of this site too, fetched when a camera is first used. No picture leaves the device.

const SIDE = 720; // px; a sharp label is read where its code has a sixth of it, and a look takes a desk 6 ms

/** The browser's own: video → text, undefined where it sees no code; null where it reads none. */
async function own() {
  const formats = await window.BarcodeDetector?.getSupportedFormats();
  if (!formats?.includes("qr_code")) return null;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

/** The module's: it looks at the square that the page shows of the video. */
async function fetched() {
  const { decodeQR } = await import("./qr_decode.js");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const [wide, high] = [video.videoWidth, video.videoHeight];
    const seen = Math.min(wide, high);
    const side = Math.min(seen, SIDE);
    if (canvas.width !== side) canvas.width = canvas.height = side;
    context.drawImage(video, (wide - seen) / 2, (high - seen) / 2, seen, seen, 0, 0, side, side);
    try {
      return decodeQR(context.getImageData(0, 0, side, side));
    } catch {
      return undefined; // it throws where it sees no code
    }
  };
}

/** What reads here: video → text, undefined where it sees no code. Rejects where the module cannot be had. */
export async function reader() {
  let read = (await own().catch(() => null)) ?? (await fetched());
  return async (video) => {
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined; // before its first picture
    try {
      return await read(video);
    } catch {
      read = await fetched(); // a browser may have the class, and on this device no service behind it
      return undefined;
    }
  };
}
