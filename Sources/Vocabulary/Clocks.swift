import Glibc

extension MonotonicTime {
    /// Now, by `CLOCK_MONOTONIC`. Only loops and commands ask; the state machines are told.
    public static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Self(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }
}

extension WallTime {
    /// Now, by `CLOCK_REALTIME`, right or wrong as the board has it.
    public static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Self(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension BootTime {
    /// Now, by `CLOCK_BOOTTIME`.
    public static var now: Self {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Self(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }
}
