import Glibc

/// What the kernel answered instead of doing it.
struct SystemError: Error {
    /// The errno.
    let code: CInt
    var words: String { String(cString: strerror(code)) }
}

/// Makes one call to the kernel, again where a signal interrupted it: the one place that looks at -1 and errno.
@discardableResult
func systemCall<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        guard result == -1 else { return result }
        guard errno == EINTR else { throw SystemError(code: errno) }
    }
}

/// A descriptor that is closed with its owner.
struct Descriptor: ~Copyable {
    let number: CInt

    /// Takes `number` over.
    init(_ number: CInt) { self.number = number }

    deinit { close(number) }
}
