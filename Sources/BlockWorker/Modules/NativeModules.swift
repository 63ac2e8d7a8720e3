/// The native halves of the stdlib, one entry for each module that has one.
public enum NativeModules {
  public static var all: [NativeModule] {
    // Read now, in the zygote: a run may open no files.
    _ = TimeZones.loaded
    _ = Charsets.loaded
    return [
      JSONModule.module, HTMLModule.module, XMLModule.module, TimeModule.module,
      URLModule.module, CSVModule.module, TextModule.module, HashModule.hash,
      HashModule.base64, RegexModule.module,
    ]
  }
}
