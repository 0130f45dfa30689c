/** Something to see in a tile: a head before a wall, and a page of text for a screen. */

const CAMERA = { width: 640, height: 360 };
const SCREEN = { width: 1280, height: 720 };

function painted(
  size: { readonly width: number; readonly height: number },
  paint: (on: CanvasRenderingContext2D) => void,
): MediaStreamTrack | undefined {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const on = canvas.getContext('2d');
  if (on === null) return undefined;
  const again = (): void => paint(on);
  again();
  // A canvas that stands still sends no frame.
  setInterval(again, 200);
  return canvas.captureStream(10).getVideoTracks()[0];
}

/** The picture of camera number `place`. */
export const cameraTrack = (place: number): MediaStreamTrack | undefined =>
  painted(CAMERA, (on) => {
    const hue = (place * 67) % 360;
    const wall = on.createLinearGradient(0, 0, CAMERA.width, CAMERA.height);
    wall.addColorStop(0, `hsl(${hue} 26% 72%)`);
    wall.addColorStop(1, `hsl(${hue + 40} 22% 48%)`);
    on.fillStyle = wall;
    on.fillRect(0, 0, CAMERA.width, CAMERA.height);
    on.fillStyle = `hsl(${hue + 180} 24% 30%)`;
    on.beginPath();
    on.ellipse(320, 380, 170, 130, 0, 0, 7);
    on.fill();
    on.fillStyle = `hsl(${20 + ((place * 13) % 20)} 45% ${40 + ((place * 17) % 35)}%)`;
    on.beginPath();
    on.ellipse(320, 180, 72, 92, 0, 0, 7);
    on.fill();
  });

/** A shared screen. */
export const screenTrack = (): MediaStreamTrack | undefined =>
  painted(SCREEN, (on) => {
    on.fillStyle = '#fdfdfb';
    on.fillRect(0, 0, SCREEN.width, SCREEN.height);
    on.fillStyle = '#20302a';
    on.fillRect(0, 0, SCREEN.width, 56);
    for (let line = 0; line < 18; line += 1) {
      on.fillStyle = line % 6 === 0 ? '#20302a' : '#a8b3ae';
      on.fillRect(90, 100 + line * 33, 500 + ((line * 211) % 560), line % 6 === 0 ? 18 : 11);
    }
  });
