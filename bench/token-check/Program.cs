using Modular.TokenCheck;

// token-check <contender> <caller>: serves until it is told to stop, and says on its first line where, and with which token.
return args is [var contender, "person" or "machine"] && Contenders.All.TryGetValue(contender, out var build)
    ? await Server.RunAsync(build, isMachine: args[1] == "machine")
    : Contenders.Explain();
