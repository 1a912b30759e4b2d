Console.WriteLine("PhonePop.Benchmarks");
