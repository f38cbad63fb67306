/** A clip of the field as it is shown, made by the browser itself. */

/** Seconds; a file of some megabytes. */
const longest = 60;
const types = [["video/webm;codecs=vp9", "webm"], ["video/webm", "webm"], ["video/mp4", "mp4"]] as const;

function supported(): typeof types[number] | null {
    if (typeof MediaRecorder === "undefined" || !("captureStream" in HTMLCanvasElement.prototype)) return null;
    return types.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? null;
}

export const canClip = supported() !== null;

/** Begins a clip of what the canvas shows. The function that is returned ends it, and then it is saved under the name. */
export function beginClip(canvas: HTMLCanvasElement, name: string, ended: () => void): () => void {
    const [type, extension] = supported() ?? types[1];
    const stream = canvas.captureStream(30);
    const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 4_000_000 });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => { if (data.size > 0) parts.push(data); };
    recorder.onstop = () => {
        clearTimeout(timer);
        for (const track of stream.getTracks()) track.stop();
        if (parts.length > 0) save(new Blob(parts, { type: type.split(";")[0] as string }), `${name}.${extension}`);
        ended();
    };
    const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
    const timer = setTimeout(stop, longest * 1000);
    recorder.start(1000);
    return stop;
}

export function save(content: Blob, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
