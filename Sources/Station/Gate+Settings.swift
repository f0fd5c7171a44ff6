import Vocabulary

/// What changes at a gate when it is configured anew. What stays the same is not touched.
extension Gate {
    /// Brings the lines to rest that will be others, and gives them back.
    func letGo(before next: GateConfiguration, as prefix: String?) {
        if changesLines(next, prefix) { outputs.rest() }
    }

    /// Puts `next` in force. Lines that are others were let go of before. A pulse that goes on ends as it was begun, and
    /// whoever was judged and stands there still is not judged anew.
    func adopt(_ next: GateConfiguration, as prefix: String?, at now: MonotonicTime) {
        let old = configuration
        let hasOtherLines = changesLines(next, prefix)
        configuration = next
        if hasOtherLines {
            openOutputs(as: prefix, at: now)
        } else if next.timing != old.timing {
            outputs.adopt(next.timing)
        }
        if next.hasOtherDoor(than: old) { openDoor(at: now) }
        if next.hasOtherCamera(than: old) { openReader(at: now) }
        referral.length = next.door.referral
        alarm.interval = next.alarmRepeat
        tracker.rules = next.rules
    }

    private func changesLines(_ next: GateConfiguration, _ prefix: String?) -> Bool {
        next.lines != configuration.lines || prefix != self.prefix
    }
}

extension GateConfiguration {
    fileprivate func hasOtherCamera(than old: GateConfiguration) -> Bool {
        (source, settings, isLooped, isPaced, reading)
            != (old.source, old.settings, old.isLooped, old.isPaced, old.reading)
    }

    fileprivate func hasOtherDoor(than old: GateConfiguration) -> Bool {
        (inputs, simulatedInputs, door, timing.pulse) != (old.inputs, old.simulatedInputs, old.door, old.timing.pulse)
    }
}
