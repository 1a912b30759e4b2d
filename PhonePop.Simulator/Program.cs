Console.WriteLine("PhonePop.Simulator");
