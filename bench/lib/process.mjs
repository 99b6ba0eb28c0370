// What processes cost: CPU time and memory, as the kernel counts them.
import { readdirSync, readFileSync } from "node:fs";

const MICROS_PER_TICK = 1e4; // Linux counts in hundredths of a second

/** The fields of /proc/PID/stat after the name: state, parent, … */
const stat = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop().split(" ");

/** CPU time of a process so far, all threads, user and system, in microseconds. */
export function cpuOf(pid) {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}

/** The same for a process and all its children, those that have ended too. PostgreSQL's are one level deep. */
export function cpuOfFamily(pid) {
  const [user, system, endedUser, endedSystem] = stat(pid).slice(11, 15).map(Number);
  let total = (user + system + endedUser + endedSystem) * MICROS_PER_TICK;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (Number(stat(name)[1]) === pid) total += cpuOf(name);
    } catch {
      // It ended while we looked: from then on it counts with its parent.
    }
  }
  return total;
}

/** Memory of a process in MB: `VmRSS` now, `VmHWM` at most. */
export function memoryOf(pid, what = "VmRSS") {
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}
